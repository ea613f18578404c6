"""A page's translation taken away as a Word table or as XLIFF, and brought back."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from lxml import etree
from wagtail.users.models import UserProfile

from intranet.core.models import AuditEntry
from intranet.documents.models import Edition
from intranet.documents.reading import CannotRead
from intranet.pages.operations.taking_translations import strings_to_send
from intranet.pages.translations import files as translation_files
from intranet.pages.translations.standing import draft_of, translated
from tests.factories.pages import clause, regulation, section
from tests.factories.people import AccountFactory
from tests.factories.translations import say, submitted, target_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TITLE, HEADING = "Положення про наставництво", "Загальні положення"
FIRST, SECOND = "Наставник <b>допомагає</b> & радить.", "Строк — один рік."
WORDS = {TITLE: "Mentoring Regulation", HEADING: "General"}
NEW = {"1.1": "A mentor <b>helps</b> &amp; advises.", "1.2": "The term is one year."}
FORMS = ["docx", "xlf"]
XLIFF = "{urn:oasis:names:tc:xliff:document:1.2}"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><xliff version="1.2">&b;</xliff>'


@pytest.fixture
def source():
    page = regulation(
        title=TITLE,
        body=[section("1", HEADING), clause("1.1", FIRST.replace("&", "&amp;")), clause("1.2", SECOND)],
        reason_not_recorded="Перша.",
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def page(source):
    translation = submitted(source)
    say(translation, WORDS)
    translation.save_target(publish=False)
    return target_of(translation)


@pytest.fixture
def desk(client):
    account = AccountFactory(is_staff=True, is_superuser=True)
    UserProfile.objects.create(user=account, preferred_language="en")
    client.force_login(account)
    return client


def fetched(desk, page, form: str) -> bytes:
    response = desk.post(reverse("translation_file", args=[page.pk, form]))
    assert response.status_code == 200, response
    assert f".{form}" in response["Content-Disposition"]
    return response.content


def filled(data: bytes, form: str, words: dict[str, str]) -> bytes:
    """Return a file as the translator leaves it: words by what the original begins with."""
    return _filled_word(data, words) if form == "docx" else _filled_xliff(data, words)


def _filled_word(data: bytes, words: dict[str, str]) -> bytes:
    document = Document(io.BytesIO(data))
    for row in document.tables[0].rows[1:]:
        for start, text in words.items():
            if row.cells[1].text.startswith(start):
                row.cells[2].text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _filled_xliff(data: bytes, words: dict[str, str]) -> bytes:
    root = etree.fromstring(data)
    for unit in root.iter(f"{XLIFF}trans-unit"):
        for start, text in words.items():
            if (unit.findtext(f"{XLIFF}source") or "").startswith(start):
                unit.find(f"{XLIFF}target").text = text
    return etree.tostring(root)


def brought(desk, page, data: bytes, name: str = "back.bin"):
    """Return what the screen says after a file was brought back."""
    address = reverse("translated_file", args=[page.pk])
    response = desk.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def kept(page):
    """Return the draft as it is by now: a page keeps the revision that it was read with."""
    return draft_of(type(page).objects.get(pk=page.pk))


def texts(page) -> list[str]:
    return [str(block.value.get("text", "")) for block in kept(page).body]


def revisions(page) -> int:
    return page.revisions.count()


BOTH = {"Наставник": NEW["1.1"], "Строк": NEW["1.2"]}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_translated_in_a_file_becomes_the_draft(source, page, desk, form, in_english):
    editions = Edition.objects.count()
    data = filled(fetched(desk, page, form), form, BOTH)
    sentences = brought(desk, page, data)

    assert "taken 2" in sentences[0]
    assert "refused 0" in sentences[0]
    assert NEW["1.1"] in texts(page)[1]
    assert NEW["1.2"] in texts(page)[2]
    assert not [each for each in translated(kept(page)).open if each.id in {block.id for block in source.body}]
    assert Edition.objects.count() == editions, "nothing is published"
    assert AuditEntry.objects.filter(action="pages.translated").latest("pk").data["strings"] == 2
    before = revisions(page)
    assert "taken 0" in brought(desk, page, data)[0]
    assert revisions(page) == before, "a file that says nothing new makes no draft"


@pytest.mark.parametrize("form", FORMS)
def test_every_string_comes_back_as_it_went_out(page, desk, form):
    sent = strings_to_send(page=page)
    back = translation_files.read(fetched(desk, page, form))

    assert back.is_of(sent)
    assert [(each.id, each.text, each.source_hash, each.target_hash) for each in back.rows] == [
        (each.id, each.target, each.source_hash, each.target_hash) for each in sent.pieces
    ]
    assert {each.unit for each in back.rows} >= {str(block.id) for block in page.body}


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_or_untouched_translation_is_left_alone(page, desk, form):
    before = revisions(page)
    data = filled(fetched(desk, page, form), form, {"Загальні": ""})
    brought(desk, page, data)

    assert revisions(page) == before
    assert kept(page).body[0].value["heading"] == "General"


@pytest.mark.parametrize("form", FORMS)
def test_a_string_whose_original_changed_since_is_named_and_not_taken(source, page, desk, form, in_english):
    data = filled(fetched(desk, page, form), form, BOTH)
    block = source.body[1]
    source.body[1] = (block.block_type, {**block.value, "text": "<p>Наставник допомагає щодня.</p>"}, block.id)
    source.correction_reason = "Уточнено."
    source.save_revision().publish()
    sentences = brought(desk, page, data)

    assert "taken 1" in sentences[0]
    assert "refused 1" in sentences[0]
    assert "1.1" in sentences[1]
    assert "advises" not in texts(page)[1]
    assert NEW["1.2"] in texts(page)[2]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["<script>x</script>", '<a id="a9">x</a>', "x" * 20_001])
def test_foreign_markup_is_named_and_the_rest_is_taken(page, desk, form, text, in_english):
    data = filled(fetched(desk, page, form), form, {"Наставник": text, "Строк": NEW["1.2"]})
    sentences = brought(desk, page, data)

    assert "taken 1" in sentences[0]
    assert "refused 1" in sentences[0]
    assert "script" not in texts(page)[1]
    assert NEW["1.2"] in texts(page)[2]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_another_page_or_language_is_refused_whole(page, desk, form):
    other = regulation(title="Друге", slug="second", body=[clause("1", "Інше.")], reason_not_recorded="Перша.")
    other.save_revision().publish()
    elsewhere = submitted(other)
    elsewhere.save_target(publish=False)
    welsh = submitted(other, "cy")
    welsh.save_target(publish=False)
    before = revisions(page)

    for stranger in (target_of(elsewhere), target_of(welsh)):
        assert len(brought(desk, page, filled(fetched(desk, stranger, form), form, {"Інше": "Other."}))) == 1
    twin = fetched(desk, target_of(welsh), form)
    assert len(brought(desk, target_of(elsewhere), filled(twin, form, {"Інше": "Arall."}))) == 1
    assert revisions(page) == before
    assert "Arall" not in "".join(texts(target_of(elsewhere)))


def packed(document: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return file.getvalue()


HOSTILE = {
    "nothing": b"",
    "no zip": b"PK\x03\x04 nothing",
    "another zip": packed(b"<w/>"),
    "a bomb of spaces": packed(b"<w>" + b" " * 130_000_000 + b"</w>"),
    "entities in Word": packed(BOMB.encode()),
    "entities": BOMB.encode(),
    "entities in UTF-16": BOMB.encode("utf-16"),
    "a file from outside": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff/>',
    "another XML": b"<html/>",
    "an empty XLIFF": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>',
    "text": "слова\0".encode(),
    "deep": b"<a>" * 5_000,
    "many tags": b"<a/>" * 400_000,
    "60 MB": b" " * 60_000_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_is_none_ends_in_a_sentence(data):
    with pytest.raises(CannotRead) as refusal:
        translation_files.read(data)
    assert str(refusal.value)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"<html/>", b" " * 11_000_000, b""])
def test_the_screen_says_that_sentence(page, desk, data):
    before = revisions(page)
    assert len(brought(desk, page, data)) == 1
    assert len([str(each) for each in desk.post(
        reverse("translated_file", args=[page.pk]), follow=True
    ).context["messages"]]) == 1  # fmt: skip
    assert revisions(page) == before


def test_a_program_may_add_a_country_and_parts_and_leave_our_hashes_out(page, desk):
    root = etree.fromstring(_filled_xliff(fetched(desk, page, "xlf"), {}))
    [file] = root
    file.set("target-language", "en-GB")
    for unit in root.iter(f"{XLIFF}trans-unit"):
        del unit.attrib["extradata"]
        if (unit.findtext(f"{XLIFF}source") or "").startswith("Строк"):
            part = etree.SubElement(unit.find(f"{XLIFF}target"), f"{XLIFF}mrk", mtype="seg")
            part.text = NEW["1.2"]
    brought(desk, page, etree.tostring(root, encoding="utf-16"))

    assert NEW["1.2"] in texts(page)[2]


def test_tracked_changes_of_a_word_file_count_as_accepted(page, desk):
    document = Document(io.BytesIO(filled(fetched(desk, page, "docx"), "docx", {"Строк": "The term is two years."})))
    for paragraph in document.element.body.iter("{*}p"):
        if "two years" in "".join(paragraph.itertext()):
            [run] = paragraph.findall("{*}r")
            space = run.nsmap["w"]
            paragraph.remove(run)
            gone = etree.SubElement(paragraph, f"{{{space}}}del")
            etree.SubElement(etree.SubElement(gone, f"{{{space}}}r"), f"{{{space}}}delText").text = "two years"
            come = etree.SubElement(paragraph, f"{{{space}}}ins")
            etree.SubElement(etree.SubElement(come, f"{{{space}}}r"), f"{{{space}}}t").text = NEW["1.2"]
    file = io.BytesIO()
    document.save(file)
    brought(desk, page, file.getvalue())

    assert NEW["1.2"] in texts(page)[2]
    assert "two" not in texts(page)[2]


def test_the_screen_offers_both_files_and_strangers_get_none(source, page, desk, client):
    html = desk.get(reverse("translation_of_page", args=[page.pk])).content.decode()
    addresses = [reverse("translation_file", args=[page.pk, form]) for form in FORMS]
    addresses.append(reverse("translated_file", args=[page.pk]))

    assert all(address in html for address in addresses)
    assert "Content-Disposition" not in desk.post(reverse("translation_file", args=[page.pk, "exe"]))
    assert desk.get(addresses[0]).status_code == 405
    back = desk.post(reverse("translation_file", args=[source.pk, "docx"]), follow=True)
    assert len(list(back.context["messages"])) == 1, "an original is not translated"
    client.force_login(AccountFactory())
    assert {client.post(address).status_code for address in addresses} == {403}
    reader = AccountFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    refused = [client.post(address) for address in addresses]
    assert {each.status_code for each in refused} <= {302, 403}
    assert not any("Content-Disposition" in each for each in refused)
