"""Certificates as PDF: what stands in them, that they repeat, and that nothing done later moves a byte."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pypdfium2
import pytest
import segno
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.core.models import Institution
from intranet.core.typesetting import compiling
from intranet.registry import printing
from intranet.registry.forms.templates import first_places
from intranet.registry.models import Certificate, Duplicate, Series, Template, TemplateVersion
from intranet.registry.operations.designing import BadTemplate, save_template
from intranet.registry.printing.contents import content
from intranet.registry.printing.designs import Design, Layout, design_of, standard, supplied
from intranet.registry.queries.designs import version_for
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DAY = date(2026, 2, 14)
ENDLESS = "#for i in range(100000) { for j in range(100000) { let k = i } }"
NAME = "Ґалаґан-Їжакевич"


@pytest.fixture
def certificate(institution: Institution) -> Certificate:
    return make.certificate(surname=NAME, topics={"en": "Digital tools", "cy": "Ŵyr a thŷ"})


def design(**changes: Any) -> Design:
    return replace(standard("uk", "en"), **changes)


def saved(name: str, **changes: Any) -> TemplateVersion:
    template = Template.objects.filter(name=name).first() or Template(name=name)
    return save_template(template=template, design=design(**changes), at=make.ISSUED_AT, on_date=DAY)


def text_of(document: bytes) -> str:
    with pypdfium2.PdfDocument(document) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())


def _dark(drawn: str) -> set[tuple[int, int]]:
    """Return the dark modules of a drawing."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", drawn)
    return {(int(x) + step, int(y)) for x, y, width, _back in runs for step in range(int(width))}


def elements(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return all elements of the structure tree."""
    found: list[pikepdf.Object] = []
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting.extend(list(each))
        elif isinstance(each, pikepdf.Dictionary):
            found.append(each)
            if "/K" in each:
                waiting.append(each.K)
    return found


def test_it_is_tagged_and_archival(certificate: Certificate) -> None:
    document = pikepdf.open(io.BytesIO(printing.pdf(certificate)))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "uk"
    assert document.Root.OutputIntents
    told = document.Root.Metadata.read_bytes().decode()
    assert "pdfaid:part" in told
    assert "pdfuaid:part" in told
    tags = {str(each.get("/S", "")) for each in elements(document)}
    assert {"/H1", "/P", "/Figure", "/Link"} <= tags
    objects = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
    for font in (each for each in objects if "/FontDescriptor" in each):
        assert {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())


def test_the_code_is_described_and_each_language_is_named(institution: Institution) -> None:
    Series.objects.update(template=saved("two").template)
    row = make.certificate(topics={"en": "Digital tools"})
    document = pikepdf.open(io.BytesIO(printing.pdf(row)))
    found = elements(document)
    described = [str(each.Alt) for each in found if "/Alt" in each]
    assert any(row.code in each for each in described)
    marked = document.pages[0].Contents.read_bytes()
    assert b"/Lang(en)" in marked


def test_it_says_everything_that_it_must(certificate: Certificate) -> None:
    said = text_of(printing.pdf(certificate))
    for word in (
        NAME, "Олена Василівна", certificate.topic, certificate.outcomes, certificate.record_number,
        certificate.provider_name, certificate.signatory_name, "14 лютого 2026", "30", "дистанційна",
    ):  # fmt: skip
        assert word in said, word
    assert certificate.code in said.replace(" ", "")


def test_letters_of_every_language_can_be_copied_out(institution: Institution) -> None:
    row = make.certificate(surname="Ŵyn-Ŷd", given_name="Ґєїі", patronymic="Ёжик")
    assert "Ŵyn-Ŷd Ґєїі Ёжик" in text_of(printing.pdf(row))


def test_the_code_leads_to_the_verification(certificate: Certificate) -> None:
    version = certificate.template_version
    assert version is not None
    data = content(certificate, design_of(version), origin=certificate.origin, duplicate=None)
    assert data["verify_address"] == f"{certificate.origin}/uk/verify/{certificate.code}/"
    plain = segno.make_qr(data["verify_address"], error="m", mask=compiling.worker.MASK, boost_error=False)
    assert _dark(compiling.worker.qr_svg(data["verify_address"])) == {
        (x + 4, y + 4) for y, row in enumerate(plain.matrix) for x, dark in enumerate(row) if dark
    }


def test_the_same_bytes_come_out_again_and_in_other_processes(certificate: Certificate) -> None:
    first = printing.pdf(certificate)
    assert printing.pdf(certificate) == first
    version = certificate.template_version
    assert version is not None
    data = content(certificate, design_of(version), origin=certificate.origin, duplicate=None)
    assert compiling.compile_apart(design_of(version), data) == first
    (streamed,) = [made for _row, made in printing.pdfs([certificate])]
    assert hashlib.sha256(streamed).digest() == hashlib.sha256(first).digest()


def test_nothing_done_later_moves_a_byte(certificate: Certificate, institution: Institution) -> None:
    before = printing.pdf(certificate)
    template = Template.objects.get(is_default=True)
    save_template(template=template, design=design(colour="#990000"), at=make.ISSUED_AT, on_date=DAY)
    institution.names = {"uk": "Інша назва"}
    institution.save()
    Series.objects.update(template=template)
    Certificate.objects.filter(pk=certificate.pk).update(annulled_on=DAY, annulment_basis="Наказ")
    with_settings = Certificate.objects.get(pk=certificate.pk)
    assert printing.pdf(with_settings) == before


def test_many_come_in_the_order_given(institution: Institution) -> None:
    rows = [make.certificate() for _each in range(12)]
    made = list(printing.pdfs(rows, processes=2))
    assert [row.pk for row, _document in made] == [row.pk for row in rows]
    assert all(document == printing.pdf(row) for row, document in made)


def test_a_reader_who_stops_early_leaves_no_process(institution: Institution) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = compiling.Process.__init__

    def watched(self: compiling.Process, **given_: Any) -> None:
        real(self, **given_)
        started.append(self._process)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling.Process, "__init__", watched)
        stream = printing.pdfs([make.certificate() for _each in range(6)], processes=2)
        next(stream)
        stream.close()
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def test_a_duplicate_is_marked(certificate: Certificate) -> None:
    twice = Duplicate(certificate=certificate, number=2, issued_on=date(2026, 5, 4), reason="Втрачено")
    made = printing.pdf(certificate, duplicate=twice)
    assert "Дублікат № 2, 4 травня 2026" in text_of(made)
    assert made != printing.pdf(certificate)


INVISIBLE = dict.fromkeys(map(ord, "\u200b\x02\xad"))  # where a word was broken
LONG = {
    "surname": "-".join(("Щасливодолинська" * 3)[:39] for _each in range(3)),
    "given_name": "Олександра-Єлизавета" * 6,
    "patronymic": "Мстиславівна" * 10,
    "topic": ("Інноваційні підходи до організації освітнього процесу " * 20)[:1000],
    "outcomes": ("Здобувач добирає й обґрунтовує методи. " * 130)[:5000],
}


@pytest.mark.parametrize("layout", [Layout.STANDARD, Layout.PLACED])
@pytest.mark.parametrize("paper", ["portrait", "landscape"])
def test_the_longest_texts_are_printed_whole(institution: Institution, layout: Layout, paper: str) -> None:
    row = make.certificate()
    for name, value in LONG.items():
        setattr(row, name, value)
    drawn = supplied("placed" if layout == Layout.PLACED else "standard")
    tried = replace(standard("uk", paper=paper), layout=layout, source=drawn, fields=tuple(first_places("uk")))
    document = compiling.compile_here(tried, content(row, tried, origin="https://x.example", duplicate=None))
    squeezed = "".join(text_of(document).translate(INVISIBLE).replace("-", "").split())
    for value in LONG.values():
        expected = "".join(value.replace("-", "").split())
        assert expected[:80] in squeezed or layout == Layout.PLACED
        assert expected[-20:] in squeezed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text(alphabet="#$*_@\\`<>[]{}\"'/=-+~|&%\n aї", max_size=80))
def test_whatever_is_written_is_printed_as_data_or_refused_in_a_sentence(certificate: Certificate, text: str) -> None:
    certificate.topic = certificate.outcomes = certificate.surname = text
    try:
        made = printing.pdf(certificate)
    except printing.CannotPrint as refusal:
        made = str(refusal).encode()
    assert made.startswith(b"%PDF") or str(certificate).encode() in made


def test_markup_is_data(certificate: Certificate) -> None:
    certificate.topic = "#panic() $x$ *b* _i_ @ref `raw` \\ <tag> = H"
    assert certificate.topic in text_of(printing.pdf(certificate))


def test_a_letter_that_the_fonts_lack_is_named(certificate: Certificate) -> None:
    certificate.topic = "Каліграфія 漢"
    with pytest.raises(printing.CannotPrint, match="漢"):
        printing.pdf(certificate)


def test_among_many_the_one_that_cannot_be_printed_is_named(institution: Institution) -> None:
    rows = [make.certificate() for _each in range(3)]
    rows[1].topic = "Каліграфія 漢"
    with pytest.raises(printing.CannotPrint, match=rows[1].record_number):
        list(printing.pdfs(rows, processes=1))


def test_what_is_handed_out_no_more_says_why(certificate: Certificate) -> None:
    assert printing.hindrance(certificate) == ""
    for name in ("withdrawn_at", "superseded_on", "annulled_on", "is_historical"):
        row = Certificate.objects.get(pk=certificate.pk)
        setattr(row, name, make.ISSUED_AT)
        assert printing.hindrance(row)


def test_a_save_that_changes_nothing_makes_no_version(institution: Institution) -> None:
    assert saved("one").number == 1
    assert saved("one").number == 1
    assert saved("one", colour="#000000").number == 2
    assert saved("two").number == 1


def test_a_series_chooses_its_template(institution: Institution) -> None:
    series = Series.objects.get(is_default=True)
    usual = version_for(series)
    assert usual is not None
    assert usual.template.is_default
    series.template = saved("own").template
    series.save()
    chosen = version_for(series)
    assert chosen is not None
    assert chosen.template.name == "own"
    assert make.certificate().template_version == chosen


@pytest.mark.parametrize(
    ("source", "said"),
    [(ENDLESS, "time"), ("#let x = (", "1"), ('#import "@preview/x:1.0.0": *', "import"),
     ('#eval("1")', "eval"), ("", "Fill"), ('#read("/etc/passwd")', "1"), ('= A\n\n#image("../../x.png")', "3")],
)  # fmt: skip
def test_source_that_does_harm_is_refused_with_its_line(institution: Institution, source: str, said: str) -> None:
    with translation.override("en"), pytest.raises(BadTemplate, match=said), transaction.atomic():
        saved("own", layout=Layout.SOURCE, source=source)
    assert not Template.objects.filter(name="own").exists()


def test_source_of_ones_own_is_printed_with(institution: Institution) -> None:
    own = supplied("standard").replace("15pt", "14pt")
    series = Series.objects.get(is_default=True)
    series.template = saved("own", layout=Layout.SOURCE, source=own).template
    series.save()
    row = make.certificate()
    assert printing.pdf(row) == next(iter(printing.pdfs([row])))[1]


def test_the_worker_is_a_program_that_knows_nothing_of_the_house() -> None:
    asked = "import sys, runpy; runpy.run_path(sys.argv[1], run_name='x'); print('django' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", asked, compiling.worker.__file__], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
