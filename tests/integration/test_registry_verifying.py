"""Is this certificate genuine? Every way of asking, every answer, and what nobody learns by asking."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from intranet.core import clock
from intranet.core.models import Institution
from intranet.registry import printing
from intranet.registry.enums import Signing, VerificationOutcome, VerificationWay
from intranet.registry.models import Certificate, Signature, VerificationCount
from intranet.registry.operations import counting
from intranet.registry.queries import file_checks
from intranet.registry.queries.counting import verifications_by_month, verifications_since
from tests.factories import registry as make
from tests.integration.test_registry_public import NASTY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

UNKNOWN = "0123456789abcdefghjkmnpq"
ANNULLED = {"annulled_on": date(2026, 2, 17), "annulment_basis": "таємна підстава"}
WITHHELD = {"restricted_on": date(2026, 2, 17), "restriction": "safety", "restriction_reason": "таємна причина"}
HOLDER = {"surname": "Шевченко", "given_name": "Тарас", "patronymic": "Григорович"}


class Now:
    """The moment that the site believes in."""

    at: datetime = make.PUBLIC_AT


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    Now.at = make.PUBLIC_AT
    monkeypatch.setattr(clock, "now", lambda: Now.at)
    return Now()


@pytest.fixture
def entry(institution: Institution) -> Certificate:
    institution.code, institution.phone = "12345678", "+380 44 000 00 00"
    institution.save()
    return make.certificate(**HOLDER)


def change(certificate: Certificate, **facts: Any) -> Certificate:
    Certificate.objects.filter(pk=certificate.pk).update(**facts)
    return certificate


def words(response: Any) -> str:
    return str(response.content.decode())


# --- One certificate -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "status", "said"),
    [
        ({}, 200, "Valid"),
        (ANNULLED, 200, "annulled on 17 February 2026"),
        ({"superseded_on": date(2026, 2, 17)}, 200, "corrected on 17 February 2026"),
        (WITHHELD, 200, "name withheld"),
        ({"held_at": make.ISSUED_AT, "held_reason": "таємна причина"}, 200, "Valid"),
    ],
)  # fmt: skip
def test_every_answer_names_the_institution_its_code_a_telephone_and_the_moment(
    client: Client, entry: Certificate, facts: dict[str, Any], status: int, said: str
) -> None:
    change(entry, **facts)
    response = client.get(f"/en/verify/{entry.code}/")
    text = words(response)
    assert response.status_code == status
    for part in (said, "Lakeside College", "12345678", "+380 44 000 00 00", "18 February 2026, 12:00"):
        assert part in text
    assert "таємна" not in text


def test_a_record_that_is_not_there_is_not_in_this_register_and_one_is_told_whom_to_ask(
    client: Client, entry: Certificate
) -> None:
    response = client.get(f"/en/verify/{UNKNOWN}/")
    text = words(response)
    assert response.status_code == 404
    for part in ("no such record in this register", "Lakeside College", "12345678", "+380 44 000 00 00", "12:00"):
        assert part in text


def test_all_public_fields_are_shown_so_that_a_forged_line_is_seen(client: Client, entry: Certificate) -> None:
    text = words(client.get(f"/en/verify/{entry.code}/"))
    for part in ("Шевченко Т. Г.", entry.topic, "30 hours", "1 ECTS", "14 February 2026", entry.record_number):
        assert part in text


@pytest.mark.parametrize(
    "spelling",
    [
        str.upper,
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: "-".join(code[start : start + 4] for start in range(0, 24, 4)),
        lambda code: f"  {code[:12]} {code[12:]} ",
        lambda code: f"https://college.example/uk/verify/{code}/",
    ],
)
def test_a_code_is_known_in_any_spelling(client: Client, entry: Certificate, spelling: Any) -> None:
    response = client.get("/en/verify/", {"code": spelling(entry.code)})
    assert response["Location"] == f"/en/verify/{entry.code}/"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"code": ""}, "verify-code", "Type the verification code."),
        ({"code": "short"}, "verify-code", "24 letters and figures"),
        ({"number": "ПК-1", "surname": ""}, "verify-surname", "Type the surname"),
        ({"number": "", "surname": "Шевченко"}, "verify-number", "Type the record number"),
        ({"number": "1" * 500, "surname": "Шевченко"}, "verify-number", "too long"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_in_the_summary_that_leads_there(
    client: Client, entry: Certificate, typed: dict[str, str], field: str, said: str
) -> None:
    response = client.get("/en/verify/", typed)
    text = words(response)
    assert response.status_code == 400
    assert f'href="#{field}"' in text
    assert f'id="{field}_error"' in text
    assert text.count(said) >= 2


def test_by_number_only_what_is_public_is_found(client: Client, entry: Certificate) -> None:
    asked = {"number": entry.record_number, "surname": "Шевченко Тарас"}
    assert client.get("/en/verify/", asked).status_code == 200
    Now.at = make.ISSUED_AT
    assert client.get("/en/verify/", asked).status_code == 404
    Now.at = make.PUBLIC_AT
    change(entry, **WITHHELD)
    assert client.get("/en/verify/", asked).status_code == 404


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("name", ["code", "number", "surname"])
def test_nothing_that_is_typed_breaks_the_form(client: Client, entry: Certificate, name: str, value: str) -> None:
    written = quote(value.encode("utf-8", "surrogatepass"))
    others = "&".join(f"{other}=1" for other in ("number", "surname") if name != "code" and other != name)
    assert client.get(f"/uk/verify/?{name}={written}&{others}").status_code in {400, 404}


# --- Guessing ------------------------------------------------------------------------------------------------------


def test_who_guesses_codes_is_told_to_wait_and_who_holds_a_code_is_answered_still(
    client: Client, entry: Certificate
) -> None:
    statuses = [client.get(f"/en/verify/{number:024}/").status_code for number in range(32)]
    assert statuses == [404] * 30 + [429] * 2
    refused = client.get(f"/en/verify/{UNKNOWN}/")
    assert 0 < int(refused["Retry-After"]) <= 660
    assert "Try again in" in words(refused)
    assert client.get(f"/en/verify/{entry.code}/").status_code == 200, "others may share the network"
    asked = {"number": entry.record_number, "surname": "Шевченко"}
    assert client.get("/en/verify/", asked).status_code == 429, "numbers can be guessed"
    assert client.get("/en/verify/", asked, REMOTE_ADDR="203.0.113.7").status_code == 200
    Now.at += timedelta(minutes=11)
    assert client.get(f"/en/verify/{UNKNOWN}/").status_code == 404


def test_a_right_code_is_never_counted(client: Client, entry: Certificate) -> None:
    assert {client.get(f"/en/verify/{entry.code}/").status_code for _ in range(60)} == {200}
    assert client.get(f"/en/verify/{UNKNOWN}/").status_code == 404


@pytest.mark.parametrize("facts", [None, {}, ANNULLED])
def test_known_unknown_and_annulled_codes_cost_the_same_queries(
    client: Client, entry: Certificate, django_assert_num_queries: Any, facts: dict[str, Any] | None
) -> None:
    code = UNKNOWN if facts is None else entry.code
    change(entry, **(facts or {}))
    with django_assert_num_queries(2):  # the institution, the certificate
        client.get(f"/en/verify/{code}/")


# --- The full name -------------------------------------------------------------------------------------------------


def compare(client: Client, certificate: Certificate, name: str, **visitor: str) -> Any:
    return client.post(f"/en/verify/{certificate.code}/name/", {"name": name}, **visitor)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Шевченко Тарас Григорович", "matches"),
        ("тарас шевченко", "matches"),
        ("ШЕВЧЕНКО  ТАРАС", "matches"),
        ("Тарас Григорович Шевченко", "matches"),
        ("Шевченкo Тapас", "matches"),  # Latin letters inside
        ("Taras Shevchenko", "matches"),
        ("Shevchenko Taras", "matches"),
        ("Шевченко", "differs"),
        ("Шевченко Т. Г.", "differs"),
        ("Шевченко Тарас Миколайович", "differs"),
        ("Шевченко Марія", "differs"),
        ("...", "differs"),
    ],
)
def test_a_full_name_is_answered_yes_or_no(client: Client, institution: Institution, typed: str, told: str) -> None:
    certificate = make.certificate(**HOLDER, name_latin="Shevchenko Taras")
    response = compare(client, certificate, typed)
    assert response.context["name_answer"] == told
    assert response["Cache-Control"] == "no-store"
    assert "Григорович" not in words(response).replace(typed, "")


def test_five_tries_an_hour_for_each_visitor_and_certificate(client: Client, entry: Certificate) -> None:
    other = make.certificate(surname="Коваль", given_name="Марія")
    assert [compare(client, entry, "Шевченко Іван").status_code for _ in range(6)] == [200] * 5 + [429]
    refused = compare(client, entry, "Шевченко Тарас")
    assert 0 < int(refused["Retry-After"]) <= 3780
    assert compare(client, entry, "Шевченко Тарас", REMOTE_ADDR="203.0.113.7").status_code == 200
    assert compare(client, other, "Коваль Марія").status_code == 200
    Now.at += timedelta(minutes=66)
    assert compare(client, entry, "Шевченко Тарас").context["name_answer"] == "matches"


def test_a_name_that_is_withheld_can_not_be_asked_for(client: Client, entry: Certificate) -> None:
    change(entry, **WITHHELD)
    assert "/name/" not in words(client.get(f"/en/verify/{entry.code}/"))
    assert compare(client, entry, "Шевченко Тарас").status_code == 404
    assert client.get(f"/en/verify/{entry.code}/name/").status_code == 404


def test_a_name_that_came_as_initials_is_said_not_to_be_recorded(client: Client, entry: Certificate) -> None:
    change(entry, given_name="Т.", patronymic="Г.", not_recorded=["given_name"], is_historical=True)
    assert compare(client, entry, "Шевченко Т Г").context["name_answer"] == "not_recorded"


def test_the_address_of_the_comparison_leads_back_when_it_is_only_opened(client: Client, entry: Certificate) -> None:
    assert client.get(f"/en/verify/{entry.code}/name/")["Location"] == f"/en/verify/{entry.code}/"
    assert client.post(f"/en/verify/{UNKNOWN}/name/", {"name": "Хтось Інший"}).status_code == 404


@pytest.mark.parametrize("value", NASTY)
def test_no_name_breaks_the_comparison(client: Client, entry: Certificate, value: str) -> None:
    assert compare(client, entry, value.encode("utf-8", "replace").decode()).status_code in {200, 400}


# --- Many ----------------------------------------------------------------------------------------------------------


def ask_many(client: Client, lines: list[str], **more: str) -> Any:
    return client.post("/en/verify/many/", {"lines": "\r\n".join(lines), **more})


def test_a_hundred_pairs_are_answered_in_their_order_with_three_queries(
    client: Client, entry: Certificate, django_assert_max_num_queries: Any
) -> None:
    made = [entry, *(make.certificate() for _ in range(9))]
    change(made[1], **ANNULLED)
    change(made[2], **WITHHELD)
    change(made[3], held_at=make.ISSUED_AT, held_reason="уточнюємо")
    lines = [f"{each.record_number}\t{each.surname}" for each in made]
    lines += [made[2].code, made[3].code.upper(), "", "не зрозуміти", f"{entry.record_number};Коваль"]
    lines += [f"ПК-2030-{number:05} Хтось" for number in range(100 - len(lines) + 1)]
    with django_assert_max_num_queries(3):
        response = ask_many(client, lines)
    assert response.status_code == 200
    told = [line.word for line in response.context["lines"]]
    assert len(told) == 100
    assert told[:4] == ["valid", "annulled", "no such record", "no such record"]
    assert told[4:14] == ["valid"] * 8 + ["not understood", "no such record"]
    assert response.context["unread"] == [14]
    assert "Line 14 could not be understood" in words(response)


def test_the_answers_come_as_a_file_too(client: Client, entry: Certificate) -> None:
    response = ask_many(client, [f"{entry.record_number} Шевченко", "=1+1 Ніхто"], **{"as": "csv"})
    heading, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert heading[:4] == ["line", "pasted", "answer", "name"]
    assert rows[0][:4] == ["1", f"{entry.record_number} Шевченко", "valid", "Шевченко Т. Г."]
    assert rows[0][-1] == f"http://testserver/en/verify/{entry.code}/"
    assert rows[1][:4] == ["2", "'=1+1 Ніхто", "no such record", ""]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "Paste at least one line."),
        (["", "  "], "Paste at least one line."),
        ([f"{number} Хтось" for number in range(101)], "end before line 101"),
        (["я" * 30_000], "too long"),
        (["a\x00b"], "characters"),
    ],
)
def test_what_cannot_be_asked_at_once_is_refused_with_the_way_out(client: Client, lines: list[str], said: str) -> None:
    response = ask_many(client, lines)
    assert response.status_code == 400
    assert said in words(response)


@pytest.mark.parametrize("value", NASTY)
def test_no_line_breaks_the_table(client: Client, institution: Institution, value: str) -> None:
    text = value.encode("utf-8", "replace").decode()
    for line in (text, f"{text}\t{text}", f"1{text};{text}"):
        assert ask_many(client, [line]).status_code in {200, 400}


def test_lists_without_end_are_refused(client: Client, entry: Certificate) -> None:
    assert [ask_many(client, ["1 Ніхто"]).status_code for _ in range(11)] == [200] * 10 + [429]


# --- The file ------------------------------------------------------------------------------------------------------


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return how the register makes a certificate's file: small, and with its verify address inside."""

    def pdf(certificate: Certificate) -> bytes:
        return f"%PDF-1.7\n% http://site/uk/verify/{certificate.code}/ {certificate.public_name}\n%%EOF\n".encode()

    monkeypatch.setattr(file_checks, "_made", lambda certificate: iter([pdf(certificate)]))
    return pdf


def hand_over(client: Client, data: bytes, name: str = "certificate.pdf") -> Any:
    return client.post("/en/verify/file/", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("altered", "verdict", "said"),
    [
        (lambda data: data, "ours", "made here, unchanged"),
        (lambda data: data + b"signed", "extended", "something was added"),
        (lambda data: data.replace(b"%%EOF", b"%%E0F"), "other", "not the one that is made here"),
    ],
)
def test_a_file_is_ours_or_it_is_not(
    client: Client, entry: Certificate, made_here: Any, altered: Any, verdict: str, said: str
) -> None:
    response = hand_over(client, altered(made_here(entry)))
    assert response.status_code == 200
    assert response.context["file_verdict"] == verdict
    assert said in words(response)
    assert entry.record_number in words(response)


def test_the_signed_file_is_known_by_its_checksum_whatever_kind_it_is(client: Client, entry: Certificate) -> None:
    data = b"\x30\x82 a container with a signature"
    Signature.objects.create(
        certificate=entry,
        signing=Signing.QUALIFIED,
        signed_on=date(2026, 2, 16),
        recorded_at=make.ISSUED_AT,
        file="signed/c.p7s",
        file_name="c.p7s",
        sha256=hashlib.sha256(data).hexdigest(),
    )
    assert hand_over(client, data, "c.p7s").context["file_verdict"] == "signed"
    assert hand_over(client, data + b"!", "c.p7s").status_code == 400


def test_the_file_that_is_really_made_here_is_known_again_and_one_changed_byte_is_seen(
    client: Client, entry: Certificate
) -> None:
    data = printing.pdf(entry)
    assert hand_over(client, data).context["file_verdict"] == "ours"
    assert hand_over(client, data + b"\n% signed").context["file_verdict"] == "extended"
    changed = data.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != data
    assert hand_over(client, changed).context["file_verdict"] == "other"


def test_a_file_of_an_annulled_certificate_says_so(client: Client, entry: Certificate, made_here: Any) -> None:
    change(entry, **ANNULLED)
    response = hand_over(client, made_here(entry))
    assert response.context["file_verdict"] == "ours"
    assert "Annulled" in words(response)


def test_the_code_is_read_from_the_words_links_and_properties_of_a_file(
    client: Client, entry: Certificate, made_here: Any, tmp_path: Any
) -> None:
    typst = pytest.importorskip("typst")
    grouped = "-".join(entry.code[start : start + 4] for start in range(0, 24, 4))
    sources = [
        f"Код #raw({chr(34)}{grouped}{chr(34)})",
        f'#link("https://x.example/uk/verify/{entry.code}/")[перевірити]',
        f'#set document(title: "{entry.code}")\nСертифікат',
    ]
    for number, source in enumerate(sources):
        path = tmp_path / f"{number}.typ"
        path.write_text(source)
        response = hand_over(client, typst.compile(str(path)))
        assert response.context["file_verdict"] == "other", source
        assert response.context["found"].code == entry.code


def test_a_pdf_of_somebody_else_names_no_certificate_of_this_register(
    client: Client, entry: Certificate, tmp_path: Any
) -> None:
    typst = pytest.importorskip("typst")
    (tmp_path / "a.typ").write_text("Сертифікат іншого закладу")
    response = hand_over(client, typst.compile(str(tmp_path / "a.typ")))
    assert response.status_code == 404
    assert "names no certificate" in words(response)


def bomb() -> bytes:
    """Return a PDF whose one page is twenty thousand times as long as its file."""
    import zlib

    page = zlib.compress(b"BT /F 9 Tf (bomb) Tj ET\n" * 8_000_000, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(page), page),
    ]
    body = b"".join(b"%d 0 obj%b\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>"


@pytest.mark.parametrize(
    "data",
    [b"not a pdf", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 400, b"PK\x03\x04", b"\x00" * 5000,
     b"%PDF-1.4\n" + b"[" * 200_000, b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>"],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence(client: Client, entry: Certificate, data: bytes) -> None:
    response = hand_over(client, data)
    assert response.status_code in {400, 404}
    assert "Verify" in words(response)


def test_a_file_that_swells_is_let_go_in_time(client: Client, entry: Certificate) -> None:
    import time

    started = time.monotonic()
    assert hand_over(client, bomb()).status_code in {400, 404}
    assert time.monotonic() - started < 12


@pytest.mark.parametrize("sent", [{}, {"file": "a text"}, {"other": SimpleUploadedFile("a.pdf", b"x")}])
def test_without_a_file_one_is_asked_for(client: Client, institution: Institution, sent: dict[str, Any]) -> None:
    response = client.post("/en/verify/file/", sent)
    assert response.status_code == 400
    assert "Choose a file." in words(response)
    assert "is empty" in words(hand_over(client, b""))


def test_a_file_that_is_too_large_is_not_even_read(
    client: Client, institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = hand_over(client, b"%PDF-" + b"0" * (10 * 1024 * 1024 + 70_000))
    assert response.status_code == 413
    assert "larger than 10 megabytes" in words(response)
    assert not response.context["form"].files


def test_what_was_handed_over_is_kept_nowhere(
    client: Client, entry: Certificate, made_here: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "media", tmp_path
    hand_over(client, made_here(entry) + b"0" * 3_000_000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# --- Cannot verify now ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
@pytest.mark.parametrize("address", ["", f"{UNKNOWN}/", "?number=1&surname=x"])
def test_without_its_database_the_site_says_that_it_cannot_verify_now(
    client: Client, entry: Certificate, monkeypatch: pytest.MonkeyPatch, language: str, address: str
) -> None:
    client.get("/en/verify/")  # so that this process has read whose site it is
    client.raise_request_exception = False
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", _away)
    response = client.get(f"/{language}/verify/{address}")
    text = words(response)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert f'<html lang="{language}">' in text
    assert "+380 44 000 00 00" in text
    if language == "en":
        assert "cannot be verified now" in text
        assert "Lakeside College" in text
    assert client.get(f"/{language}/certificates/").status_code == 500, "other addresses say what they always say"


def _away(*args: Any, **kwargs: Any) -> None:
    raise OperationalError("the server closed the connection")


# --- Counting ------------------------------------------------------------------------------------------------------


def counts() -> dict[tuple[str, str], int]:
    counting.record_counts(on_date=clock.today())
    return {(row.way, row.outcome): row.count for row in VerificationCount.objects.all()}


def test_verifications_are_counted_without_anybody_in_them(client: Client, entry: Certificate) -> None:
    annulled = change(make.certificate(), **ANNULLED)
    for code in (entry.code, entry.code, annulled.code, UNKNOWN):
        client.get(f"/en/verify/{code}/")
    client.get("/en/verify/", {"number": entry.record_number, "surname": "Шевченко"})
    compare(client, entry, "Шевченко Тарас")
    ask_many(client, [entry.code, annulled.code, UNKNOWN, "??"])
    expected = {
        ("code", "valid"): 2, ("code", "annulled"): 1, ("code", "unknown"): 1, ("number", "valid"): 1,
        ("name", "matches"): 1, ("many", "valid"): 1, ("many", "annulled"): 1, ("many", "unknown"): 1,
    }  # fmt: skip
    assert counts() == expected
    assert counts() == expected, "a second sweep records nothing twice"
    client.get(f"/en/verify/{entry.code}/")
    assert counts()["code", "valid"] == 3
    assert {field.name for field in VerificationCount._meta.get_fields()} == {"id", "day", "way", "outcome", "count"}
    [first, *_rest] = verifications_by_month(since=date(2026, 1, 1))
    assert (first.month, first.way, first.outcome, first.count) == (date(2026, 2, 1), "code", "annulled", 1)
    assert verifications_since(date(2026, 2, 18)) == 10


def test_yesterdays_counts_are_recorded_on_yesterday(institution: Institution) -> None:
    counting.count(VerificationWay.CODE, VerificationOutcome.VALID, on_date=date(2026, 2, 17), times=7)
    assert counting.record_counts(on_date=date(2026, 2, 18)) == 7
    assert VerificationCount.objects.get().day == date(2026, 2, 17)


def test_what_could_not_be_recorded_is_recorded_by_the_next_sweep(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.count(VerificationWay.CODE, VerificationOutcome.VALID, on_date=clock.today(), times=7)
    with monkeypatch.context() as broken:
        broken.setattr(counting, "_record", _away)
        with pytest.raises(OperationalError):
            counting.record_counts(on_date=clock.today())
    assert counts() == {("code", "valid"): 7}


def test_a_cache_that_is_away_stops_no_answer(client: Client, entry: Certificate, settings: Any) -> None:
    cache.clear()
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert client.get(f"/en/verify/{entry.code}/").status_code == 200
    assert client.get(f"/en/verify/{UNKNOWN}/").status_code == 404
    assert compare(client, entry, "Шевченко Тарас").status_code == 200
    assert counting.record_counts(on_date=clock.today()) == 0
