"""Holders: told at issue what will be public and why, at signing where their certificate is; each once (law 12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.core import clock, jobs
from intranet.core.models import Institution
from intranet.core.rights import HR, REGISTRAR, sync_groups
from intranet.notices.enums import LetterState
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import cancel, compose, deliver
from intranet.notices.retention import empty_letters
from intranet.registry import printing
from intranet.registry.models import Certificate, DisclosureSettings, HolderLink, HolderTelling, PrintRun
from intranet.registry.operations import annulling
from intranet.registry.operations.correcting import correct
from intranet.registry.operations.importing import import_rows
from intranet.registry.operations.informing import inform_holders
from intranet.registry.operations.linking import reset_link, revoke_link, tokens_for
from intranet.registry.operations.sealing import place
from intranet.registry.operations.signing import record_signed
from tests.factories.people import AccountFactory, PersonFactory
from tests.factories.registry import ISSUED_AT, SignatoryFactory, annulled, certificate, restricted

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

AT = datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
SIGNED_ON = date(2026, 2, 16)
OUTSIDER = "outsider@example.org"


def inform(at: datetime = AT) -> int:
    place()
    return inform_holders(at=at)


def signed(**changes: Any) -> Certificate:
    row = certificate(**changes)
    record_signed(certificates=[row.pk], signed_on=SIGNED_ON, at=AT)
    return row


def page_of(row: Certificate) -> str:
    return f"/uk/holder/{tokens_for([row.pk], at=AT)[row.pk]}/"


# --- Told once -----------------------------------------------------------------------------------------------------


def test_at_issue_an_outsider_gets_one_letter_of_what_will_be_public_and_why(institution: Institution) -> None:
    row = certificate(email=OUTSIDER, surname="Ковальська", given_name="Ганнопава")
    assert inform() == 1
    assert inform(AT + timedelta(hours=5)) == 0
    letter = Letter.objects.get()
    assert (letter.recipient, letter.address) == (None, OUTSIDER)
    assert row.public_name in letter.text
    assert institution.list_basis_in("uk") in letter.text
    assert "Ковальська" not in letter.subject
    assert "Ганнопава" not in letter.text
    assert "/inbox/" not in letter.text + letter.html
    assert "/holder/" not in letter.text, "nothing of the certificate before it is signed"


def test_at_issue_a_person_of_the_institution_gets_a_statutory_notice_and_not_two_letters() -> None:
    person = PersonFactory(language="en")
    certificate(person_id=person.pk, email=OUTSIDER)
    inform()
    assert set(Notice.objects.values_list("recipient", "statutory")) == {(person.pk, True)}
    assert compose(at=AT, on_date=AT.date()) == 1
    assert Letter.objects.get().recipient == person


def test_a_person_without_an_address_is_told_on_the_site_and_by_the_address_in_the_certificate() -> None:
    person = PersonFactory(email="")
    certificate(person_id=person.pk, email=OUTSIDER)
    inform()
    assert Notice.objects.count() == 1
    assert Letter.objects.get().address == OUTSIDER


def test_at_signing_the_holder_gets_a_link_and_no_file() -> None:
    row = signed(email=OUTSIDER)
    inform()
    assert page_of(row) in Letter.objects.get(key__contains=":ready:").text
    assert Letter.objects.count() == 2


def test_those_who_see_every_letter_do_not_see_the_holders_address(client: Client) -> None:
    sync_groups()
    person = PersonFactory(account=AccountFactory(groups=[HR]))
    row = signed(email=OUTSIDER)
    inform()
    letter = Letter.objects.get(key__contains=":ready:")
    other = AccountFactory(groups=[HR])
    client.force_login(other)
    seen = client.get(f"/admin/letter/inspect/{letter.pk}/").content.decode()
    assert row.record_number in seen
    assert "/holder/" not in seen
    Letter.objects.filter(pk=letter.pk).update(recipient=person, key=None)
    assert "/holder/" not in client.get(f"/admin/letter/inspect/{letter.pk}/").content.decode()
    client.force_login(person.account)
    assert page_of(row) in client.get(f"/admin/letter/inspect/{letter.pk}/").content.decode(), "it is one's own"


def test_an_import_of_historical_certificates_tells_nobody() -> None:
    SignatoryFactory()
    rows = "номер;прізвище;ім'я;форма;вид;тема;години;дата видачі;email\n"
    rows += f"ПК-1;Гнатюк;Олена;дистанційна;семінар;Тема;30;14.02.2020;{OUTSIDER}\n"
    outcome = import_rows(data=rows.encode(), file_name="old.csv", at=ISSUED_AT, is_historical=True)
    assert outcome.accepted == 1, outcome.rejected
    inform()
    assert not HolderTelling.objects.exists()
    assert not Letter.objects.exists()


def test_without_an_address_nobody_is_told_and_nothing_waits_for_ever() -> None:
    signed()
    inform()
    assert not Letter.objects.exists()
    assert not HolderTelling.objects.filter(told_at=None).exists()


def test_letters_are_paced_by_the_hour_and_all_are_written_in_the_end() -> None:
    DisclosureSettings.objects.create(letters_per_hour=2)
    for _each in range(5):
        certificate(email=OUTSIDER)
    sizes = []
    for hour in range(4):
        inform(AT + timedelta(hours=hour, minutes=hour))
        inform(AT + timedelta(hours=hour, minutes=hour + 5))
        sizes.append(Letter.objects.count())
    assert sizes == [2, 4, 5, 5]


def test_what_was_withdrawn_or_annulled_before_its_turn_is_not_told() -> None:
    gone, annulled_one = certificate(email=OUTSIDER), certificate(email=OUTSIDER)
    place()
    annulling.withdraw(certificate=gone, reason="помилка", at=AT)
    annulled(annulled_one)
    inform()
    assert not Letter.objects.exists()
    assert HolderTelling.objects.filter(dropped=True).count() == 2


def test_a_correction_is_told_as_one_and_the_first_version_no_more() -> None:
    row = certificate(email=OUTSIDER)
    new = correct(certificate=row, values=row.values().but(topic="Інша тема"), reason="помилка", at=AT)
    inform()
    [letter] = Letter.objects.all()
    assert new.topic in letter.text
    assert letter.about == f"registry.certificate:{new.pk}"


def test_a_name_that_is_withheld_is_not_in_the_letter() -> None:
    row = certificate(email=OUTSIDER, surname="Ковальська")
    restricted(row)
    inform()
    assert "Ковальська" not in Letter.objects.get().text


def test_a_sweep_that_dies_in_the_middle_tells_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from intranet.registry.operations import informing

    rows = [certificate(email=OUTSIDER) for _each in range(5)]
    monkeypatch.setattr(informing, "TOLD_AT_ONCE", 2)
    original, calls = informing._tell, []

    def dies(*arguments: Any, **more: Any) -> None:
        original(*arguments, **more)
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError

    monkeypatch.setattr(informing, "_tell", dies)
    with pytest.raises(RuntimeError):
        inform()
    assert Letter.objects.count() == 2
    inform()
    assert Letter.objects.count() == len(rows) == Letter.objects.values("key").distinct().count()


def test_telling_many_takes_no_query_for_each(django_assert_max_num_queries: Any) -> None:
    for _each in range(30):
        signed(email=OUTSIDER)
    place()
    with django_assert_max_num_queries(50):
        assert inform_holders(at=AT) == 60


def test_a_letter_to_an_address_can_be_cancelled_and_loses_its_address_with_its_text() -> None:
    row = certificate(email=OUTSIDER)
    inform()
    assert cancel(about=[f"registry.certificate:{row.pk}"], at=AT) == 1
    assert Letter.objects.get().state == LetterState.CANCELLED
    assert empty_letters(AT + timedelta(days=1)) == 1
    assert Letter.objects.get().address == ""


# --- The holder's page ---------------------------------------------------------------------------------------------


def test_the_link_opens_the_page_and_the_document_and_neither_is_kept_anywhere(client: Client) -> None:
    row = signed(outcomes="Таємні результати")
    address = page_of(row)
    page = client.get(address)
    words = page.content.decode()
    assert row.record_number in words
    assert row.public_name in words
    assert "Таємні результати" not in words
    assert row.surname not in address
    for response in (page, client.get(f"{address}certificate.pdf/")):
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
    assert response.content == printing.pdf(row)


def test_before_it_is_signed_there_is_a_page_and_no_document(client: Client) -> None:
    row = certificate()
    address = page_of(row)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}certificate.pdf/").status_code == 404
    assert client.get(f"{address}signed/").status_code == 404


@pytest.mark.parametrize("become", ["ready", "annulled", "superseded"])
def test_a_sentence_that_ends_in_a_date_has_one_full_stop(client: Client, become: str) -> None:
    row = signed()
    if become == "annulled":
        annulled(row)
    elif become == "superseded":
        Certificate.objects.filter(pk=row.pk).update(superseded_on=SIGNED_ON)
    page = client.get(page_of(row)).content.decode()
    assert " р." in page
    assert "р.." not in page


@pytest.mark.parametrize("become", ["annulled", "withdrawn", "superseded"])
def test_what_no_longer_stands_is_said_in_words_and_not_handed_out(client: Client, become: str) -> None:
    row = signed(surname="Ковальська")
    if become == "annulled":
        annulled(row)
    elif become == "withdrawn":
        annulling.withdraw(certificate=row, reason="помилка", at=AT)
    else:
        correct(certificate=row, values=row.values().but(topic="Інша тема"), reason="помилка", at=AT)
    address = page_of(row)
    page = client.get(address)
    assert page.status_code == 200
    assert "certificate.pdf" not in page.content.decode()
    assert ("Ковальська" in page.content.decode()) is (become != "withdrawn")
    assert client.get(f"{address}certificate.pdf/").status_code == 404


def test_a_withheld_name_is_withheld_here_too_and_the_document_is_still_the_holders(client: Client) -> None:
    row = signed(surname="Ковальська")
    restricted(row)
    address = page_of(row)
    assert "Ковальська" not in client.get(address).content.decode()
    assert client.get(f"{address}certificate.pdf/").status_code == 200


def test_a_link_that_was_reset_opens_nothing_and_the_new_one_is_sent(client: Client) -> None:
    row = signed(email=OUTSIDER)
    inform()
    old = page_of(row)
    token = reset_link(certificate=row, at=AT)
    assert client.get(old).status_code == 404
    assert client.get(f"/uk/holder/{token}/").status_code == 200
    inform(AT + timedelta(minutes=1))
    assert token in Letter.objects.order_by("-pk")[0].text
    assert Letter.objects.count() == 3
    revoke_link(certificate=row, at=AT)
    assert client.get(f"/uk/holder/{token}/").status_code == 404


def test_the_table_alone_opens_nothing(client: Client) -> None:
    row = signed()
    page_of(row)
    selector = HolderLink.objects.get().selector
    for guess in (selector, f"{selector}.", f"{selector}.{'A' * 43}"):
        assert client.get(f"/uk/holder/{guess}/").status_code == 404


@given(token=st.text(min_size=1, max_size=200).filter(lambda text: text not in {".", ".."}))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_token_breaks_the_page(client: Client, token: str) -> None:
    from urllib.parse import quote

    response = client.get(f"/uk/holder/{quote(token, safe='', errors='surrogatepass')}/")
    assert response.status_code in {302, 404, 429}


def test_guessing_is_slowed_down_and_a_right_link_still_opens(client: Client) -> None:
    row = signed()
    statuses = [client.get("/uk/holder/nonsense/").status_code for _each in range(31)]
    assert statuses == [404] * 30 + [429]
    assert client.get(page_of(row)).status_code == 200


def test_the_page_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    address = page_of(signed())
    client.get(address)
    with django_assert_max_num_queries(4):
        client.get(address)


def test_a_member_of_staff_opens_their_own_and_nobody_elses(client: Client) -> None:
    person, other = PersonFactory(account=AccountFactory()), PersonFactory(account=AccountFactory())
    row = signed(person_id=person.pk)
    address = f"/uk/holder/own/{row.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(other.account)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}certificate.pdf/").status_code == 404
    client.force_login(person.account)
    assert row.record_number in client.get(address).content.decode()
    assert client.get(f"{address}certificate.pdf/").content == printing.pdf(row)
    assert client.get(f"/uk/holder/own/{10**30}/").status_code == 404


# --- The whole way -------------------------------------------------------------------------------------------------


def test_from_issue_over_the_print_run_to_the_letter_the_link_and_the_document(
    client: Client, smtp: list[EmailMessage], transactional_db: None
) -> None:
    sync_groups()
    row = certificate(email=OUTSIDER)
    inform()
    registrar = Client()
    registrar.force_login(AccountFactory(groups=[REGISTRAR]))
    registrar.post("/admin/signing/", {"signing": "paper"})
    run = PrintRun.objects.get()
    jobs.run(run.job_id, at=AT)
    assert b"".join(registrar.get(f"/admin/signing/run/{run.pk}/file/").streaming_content)[:5] == b"%PDF-"
    deliver(at=AT)
    assert len(smtp) == 1
    assert "/holder/" not in smtp[0].get_body(("plain",)).get_content()
    registrar.post(f"/admin/signing/run/{run.pk}/", {"all": "1", "signed_on": "2026-02-16"})
    now = clock.now()  # the registrar's moment was the present one
    for _twice in range(2):
        inform(now)
        deliver(at=now)
    assert [letter["To"] for letter in smtp] == [OUTSIDER] * 2
    text = smtp[1].get_body(("plain",)).get_content()
    assert not list(smtp[1].iter_attachments())
    address = next(word for word in text.split() if "/holder/" in word).partition("/uk/")[2]
    assert client.get(f"/uk/{address}").status_code == 200
    assert client.get(f"/uk/{address}certificate.pdf/").content == printing.pdf(row)
