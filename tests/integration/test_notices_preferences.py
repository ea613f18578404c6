"""How people are told: asked, recorded, changed on a page of one's own, by HR for those who have no account."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.users.models import UserProfile

from intranet.core.held import held_on
from intranet.core.models import Account, AuditEntry, Institution
from intranet.notices import queries
from intranet.notices.enums import Channel
from intranet.notices.kinds import Kind, NoticeDraft
from intranet.notices.models import FailingAddress, Letter, Notice, PostSettings, Preference, SwitchedOff
from intranet.notices.operations import (
    PreferenceRefused,
    change_post_settings,
    change_preferences,
    compose,
    record_language,
    tell,
)
from intranet.people.models import Person
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NOW = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
DAY = date(2026, 2, 16)
KINDS = {
    "plain": Kind("plain", "Plain things", "About %(what)s", "The matter is %(what)s."),
    "law": Kind("law", "Things of law", "By law %(what)s", "The law says %(what)s.", statutory=True),
}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("operations.telling", "models", "queries"):
        monkeypatch.setattr(f"intranet.notices.{module}.register", lambda: KINDS)


@pytest.fixture
def reader(client: Client) -> Person:
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    return person


def wishes(**changed: Any) -> dict[str, Any]:
    return {"language": "", "letters": ["plain"], "statutory": "email", "digest_hour": "", "time_zone": "", **changed}


def roads(person: Person, kind: str) -> set[str]:
    tell([NoticeDraft(f"{kind}:{person.pk}", kind, person.pk, {"what": "x"})], at=NOW)
    return set(Notice.objects.filter(recipient=person, kind_key=kind).values_list("channel", flat=True))


def test_the_page_shows_the_defaults_and_keeps_what_is_chosen(client: Client, reader: Person) -> None:
    page = client.get("/en/my/notices/").content.decode()
    assert reader.email in page
    assert "Plain things" in page
    assert "Things of law" not in page
    response = client.post(
        "/en/my/notices/",
        wishes(language="en", letters=[], statutory="paper", digest_hour="16", time_zone="Europe/London"),
    )
    assert response.status_code == 302
    reader.refresh_from_db()
    kept = Preference.objects.get(person=reader)
    assert (reader.language, kept.digest_hour, kept.time_zone) == ("en", 16, "Europe/London")
    assert kept.statutory_on_paper
    assert kept.language_recorded_at is not None
    assert queries.switched_off([reader.pk]) == {(reader.pk, "plain")}
    assert 'value="16" selected' in client.get("/en/my/notices/").content.decode()
    assert AuditEntry.objects.filter(action="notices.preferences_changed", actor=reader.account).exists()


def test_a_kind_that_is_switched_off_is_in_the_inbox_alone_and_comes_back_when_switched_on(reader: Person) -> None:
    SwitchedOff.objects.create(person=reader, kind_key="plain")
    assert roads(reader, "plain") == {Channel.INBOX}
    SwitchedOff.objects.all().delete()
    Notice.objects.all().delete()
    assert roads(reader, "plain") == {Channel.INBOX, Channel.EMAIL}


def test_what_the_law_demands_cannot_be_switched_off_only_moved_to_paper(client: Client, reader: Person) -> None:
    SwitchedOff.objects.create(person=reader, kind_key="law")  # whoever writes it past the operation gains nothing
    assert roads(reader, "law") == {Channel.INBOX, Channel.EMAIL}
    with pytest.raises(PreferenceRefused):
        change_preferences(
            person=reader,
            language="",
            time_zone="",
            digest_hour=None,
            statutory_on_paper=False,
            switched_off=["law"],
            at=NOW,
            actor=reader.account,
        )
    Notice.objects.all().delete()
    client.post("/en/my/notices/", wishes(statutory="paper"))
    assert roads(reader, "law") == {Channel.INBOX}


@pytest.mark.parametrize(
    "odd",
    [
        {"language": "xx"},
        {"language": "\0"},
        {"letters": ["law"]},
        {"letters": ["nobody's"]},
        {"statutory": "off"},
        {"statutory": ""},
        {"digest_hour": "99"},
        {"digest_hour": "9" * 5000},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "Europe/" + "x" * 10_000},
    ],
    ids=["language", "NUL", "statutory kind", "unknown kind", "no road", "empty road", "hour", "huge", "path", "long"],
)
def test_odd_wishes_are_refused_in_a_sentence_and_change_nothing(
    client: Client, reader: Person, odd: dict[str, Any]
) -> None:
    response = client.post("/en/my/notices/", wishes(**odd))
    assert response.status_code == 400
    assert "govuk-error-summary" in response.content.decode()
    assert not Preference.objects.exists()


def test_an_account_that_is_nobodys_is_told_so(client: Client) -> None:
    client.force_login(AccountFactory())
    assert "not tied to a member of staff" in client.get("/en/my/notices/").content.decode()
    assert client.post("/en/my/language/", {"language": "en"}).status_code == 302


@pytest.mark.parametrize("address", ["/en/my/notices/", "/en/my/language/"])
def test_a_stranger_is_led_to_sign_in(client: Client, address: str) -> None:
    assert client.post(address)["Location"].startswith("/en/") or "next=" in client.post(address)["Location"]
    assert not Preference.objects.exists()


def test_the_pages_of_preferences_have_a_budget(
    client: Client, reader: Person, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):
        client.get("/en/my/notices/")


# --- The question for the language ---------------------------------------------------------------------------------


def test_the_language_is_asked_until_it_is_answered(client: Client, reader: Person) -> None:
    assert "In which language" in client.get("/en/my/").content.decode()
    client.post("/en/my/language/", {"language": "uk"})
    reader.refresh_from_db()
    assert reader.language == "uk"
    assert reader.preference.language_recorded_at is not None
    assert "In which language" not in client.get("/en/my/").content.decode()


def test_no_preference_is_an_answer_too(client: Client, reader: Person) -> None:
    client.post("/en/my/language/", {"language": ""})
    reader.refresh_from_db()
    assert reader.language == ""
    assert "In which language" not in client.get("/en/my/").content.decode()


@pytest.mark.parametrize("said", [{}, {"language": "xx"}, {"language": "ru" * 5000}])
def test_an_answer_that_is_none_is_asked_for_again(client: Client, reader: Person, said: dict[str, str]) -> None:
    assert client.post("/en/my/language/", said).status_code == 302
    assert not Preference.objects.exists()
    assert "In which language" in client.get("/en/my/").content.decode()


def test_the_moment_of_an_answer_stays_until_another_one(reader: Person) -> None:
    record_language(person=reader, language="uk", at=NOW, actor=reader.account)
    record_language(person=reader, language="uk", at=datetime(2026, 3, 1, tzinfo=UTC), actor=reader.account)
    assert Preference.objects.get().language_recorded_at == NOW


def test_the_welsh_rule_holds_until_the_answer(institution: Institution, reader: Person) -> None:
    Institution.objects.update(profile_key="wales", languages=["cy", "en"])
    roads(reader, "plain")
    compose(at=NOW, on_date=DAY)
    letter = Letter.objects.get()
    assert letter.languages == "cy+en"
    assert letter.text.index("Rydym yn croesawu") < letter.text.index("We welcome correspondence")
    record_language(person=reader, language="en", at=NOW, actor=reader.account)
    tell([NoticeDraft("again", "law", reader.pk, {"what": "x"})], at=NOW)
    compose(at=NOW, on_date=DAY)
    assert Letter.objects.order_by("-pk")[0].languages == "en"


# --- HR ------------------------------------------------------------------------------------------------------------


def in_the_admin(*codenames: str) -> Account:
    account: Account = PersonFactory(with_account=True).account
    account.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    UserProfile.objects.create(user=account, preferred_language="en")
    return account


def test_hr_sets_for_people_without_an_account_how_they_are_told(client: Client) -> None:
    person = PersonFactory()
    client.force_login(in_the_admin("change_preference"))
    assert client.get(f"/admin/telling/{person.pk}/").status_code == 200
    client.post(f"/admin/telling/{person.pk}/", wishes(language="cy", statutory="paper"))
    person.refresh_from_db()
    assert (person.language, person.preference.statutory_on_paper) == ("cy", True)


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("/admin/telling/{}/", "change_preference"),
        ("/admin/reports/unreachable/", "view_all_letters"),
        ("/admin/reports/unreachable/results/", "view_all_letters"),
        ("/admin/reports/receipts/", "view_all_letters"),
        ("/admin/reports/receipts/results/", "view_all_letters"),
        ("/admin/letters/settings/", "change_postsettings"),
        ("/admin/letter/again/", "resend_letter"),
    ],
)
def test_each_screen_opens_to_the_holders_of_its_right_alone(client: Client, address: str, right: str) -> None:
    address = address.format(PersonFactory().pk)
    client.force_login(in_the_admin())
    assert client.get(address).status_code in {302, 403, 404}
    client.force_login(in_the_admin(right))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("group", "rights"),
    [
        ("HR", {"view_all_letters", "change_preference"}),
        ("administrator", {"view_all_letters", "change_preference", "change_postsettings", "resend_letter"}),
        ("registrar", set()),
        ("editor", set()),
        ("staff", set()),
        ("inspector", set()),
    ],
)
def test_the_roles_have_these_rights(institution: Institution, group: str, rights: set[str]) -> None:
    account = AccountFactory(groups=[group])
    asked = {"view_all_letters", "change_preference", "change_postsettings", "resend_letter"}
    assert {right for right in asked if account.has_perm(f"notices.{right}")} == rights


def test_who_cannot_be_reached_by_letter_is_listed_with_the_reason(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    nothing = AppointmentFactory(person=PersonFactory(email="", surname="Безадресна")).person
    only_here = PersonFactory(email="", surname="Тутешня", account=AccountFactory(email=""))
    comes_back = PersonFactory(email="Gone@example.org", surname="Повернена")
    fine = AppointmentFactory(person=PersonFactory(surname="Досяжна")).person
    FailingAddress.objects.create(address="gone@example.org", since=NOW, reason="5.1.1 unknown")
    for person in (only_here, comes_back, fine):
        roads(person, "plain")
    client.force_login(in_the_admin("view_all_letters"))
    with django_assert_max_num_queries(20):
        page = client.get("/admin/reports/unreachable/").content.decode()
    assert fine.surname not in page
    assert "No address and no account: cannot be told at all." in page
    assert "No address: told on this site alone." in page
    assert "Letters to the address come back, and there is no account" in page
    rows = {person.surname: person.unread for person in queries.not_by_letter(DAY)}
    assert (rows[nothing.surname], rows[only_here.surname], rows[comes_back.surname]) == (0, 1, 1)
    sheet = client.get("/admin/reports/unreachable/?export=csv")
    assert "Безадресна" in b"".join(sheet.streaming_content).decode()


def test_missing_receipts_are_listed_with_how_many_others_have_confirmed(client: Client) -> None:
    people = [PersonFactory(with_account=True) for _each in range(3)]
    tell([NoticeDraft("one", "law", person.pk, {"what": "x"}) for person in people], at=NOW)
    client.force_login(people[0].account)
    notice = Notice.objects.get(recipient=people[0], channel=Channel.INBOX)
    client.post(f"/en/inbox/{notice.pk}/receipt/")
    client.force_login(in_the_admin("view_all_letters"))
    page = client.get("/admin/reports/receipts/").content.decode()
    assert page.count("1 of 3") == 2
    assert str(people[1]) in page
    assert str(people[0]) not in page
    sheet = client.get("/admin/reports/receipts/?export=csv")
    assert b"By law x" in b"".join(sheet.streaming_content)


def test_quiet_hours_and_words_are_set_in_the_admin_and_odd_hours_refused(client: Client) -> None:
    client.force_login(in_the_admin("change_postsettings"))
    said = {"quiet_from": "19:30", "quiet_until": "08:00", "footers_uk": "Наші слова", "logo": ""}
    assert client.post("/admin/letters/settings/", said).status_code == 302
    kept = PostSettings.objects.get()
    assert (kept.quiet_from, kept.rests_on_days_off, kept.footers) == (time(19, 30), False, {"uk": "Наші слова"})
    for odd in ({"quiet_from": "07:00", "quiet_until": "20:00"}, {"quiet_from": "25:00"}, {"quiet_until": "15:00"}):
        assert client.post("/admin/letters/settings/", {**said, **odd}).status_code == 200
    assert PostSettings.objects.get().quiet_from == time(19, 30)
    with pytest.raises(PreferenceRefused):
        change_post_settings(values={"quiet_from": time(1), "quiet_until": time(2)}, at=NOW, actor=AccountFactory())


def test_what_a_person_chose_is_in_the_file_of_everything_held_on_them(reader: Person) -> None:
    record_language(person=reader, language="uk", at=NOW, actor=reader.account)
    SwitchedOff.objects.create(person=reader, kind_key="plain")
    held = held_on(reader)["notices"]
    assert held["preferences"][0]["language_recorded_at"] == NOW
    assert held["switched_off"] == ["plain"]
