"""The inbox and the post room: one's own, and everybody's for one named role."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from intranet.core.models import Account
from intranet.notices import kinds
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, NoticeDraft
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import compose, tell
from intranet.people.models import Person
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 14)
NOW = datetime(2026, 2, 14, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "plain": Kind("plain", "plain", "About %(what)s", "The matter is %(what)s."),
        "law": Kind("law", "law", "By law %(what)s", "The law says %(what)s.", statutory=True),
    }
    for module in ("operations.telling", "models"):
        monkeypatch.setattr(f"intranet.notices.{module}.register", lambda: known)


@pytest.fixture
def reader(client: Client) -> Person:
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    return person


def send(person: Person, what: str = "x", kind: str = "plain") -> Notice:
    tell([NoticeDraft(key=what, kind=kind, recipient_id=person.pk, context={"what": what}, url="/en/inbox/")], at=NOW)
    return Notice.objects.get(key=what, recipient=person, channel=Channel.INBOX)


def test_the_inbox_shows_what_i_was_told_and_nothing_of_others(client: Client, reader: Person) -> None:
    send(reader, "mine")
    others = send(PersonFactory(), "theirs")
    page = client.get("/en/inbox/").content.decode()
    assert "About mine" in page
    assert "About theirs" not in page
    assert client.get(f"/en/inbox/{others.pk}/").status_code == 404
    assert client.post(f"/en/inbox/{others.pk}/read/").status_code == 404


def test_opening_a_notice_is_not_reading_it_a_button_is(client: Client, reader: Person) -> None:
    notice = send(reader)
    assert "The matter is x." in client.get(f"/en/inbox/{notice.pk}/").content.decode()
    notice.refresh_from_db()
    assert notice.read_at is None
    assert client.get(f"/en/inbox/{notice.pk}/read/").status_code == 405
    client.post(f"/en/inbox/{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_everything_can_be_marked_read_at_once(client: Client, reader: Person) -> None:
    for what in "abc":
        send(reader, what)
    client.post("/en/inbox/read/")
    assert not Notice.objects.in_the_inbox_of(reader).filter(read_at=None).exists()


def test_a_receipt_is_a_button_and_keeps_who_when_and_a_hash_of_the_words(client: Client, reader: Person) -> None:
    notice = send(reader, kind="law")
    assert "asks for a receipt" in client.get(f"/en/inbox/{notice.pk}/").content.decode()
    client.post(f"/en/inbox/{notice.pk}/receipt/")
    notice.refresh_from_db()
    assert (notice.receipt_by, notice.receipt_language, len(notice.receipt_hash)) == (reader.account, "en", 64)
    first = notice.receipt_at
    client.post(f"/en/inbox/{notice.pk}/receipt/")
    notice.refresh_from_db()
    assert notice.receipt_at == first


def test_the_address_in_a_letter_leads_to_the_same_notice(client: Client, reader: Person) -> None:
    send(reader, kind="law")
    by_mail = Notice.objects.get(channel=Channel.EMAIL)
    assert "By law x" in client.get(f"/en/inbox/{by_mail.pk}/").content.decode()


def test_long_inboxes_have_pages(client: Client, reader: Person, django_assert_max_num_queries: Any) -> None:
    for n in range(35):
        send(reader, f"n{n}")
    with django_assert_max_num_queries(8):
        first = client.get("/en/inbox/")
    last_key = first.context["notices"][-1].pk
    second = client.get(f"/en/inbox/?before={last_key}")
    shown = [each.key for page in (first, second) for each in page.context["notices"]]
    assert shown == [f"n{n}" for n in reversed(range(35))]
    assert not second.context["next_url"]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "%00", "²"])
def test_an_odd_page_address_shows_the_first_page(client: Client, reader: Person, before: str) -> None:
    send(reader)
    assert client.get(f"/en/inbox/?before={before}").status_code == 200


def test_an_account_without_a_person_has_an_empty_inbox(client: Client) -> None:
    client.force_login(AccountFactory())
    assert client.get("/en/inbox/").status_code == 200
    assert client.get("/en/inbox/letters/").status_code == 200
    assert client.post("/en/inbox/read/").status_code == 404


@pytest.mark.parametrize("address", ["/en/inbox/", "/en/inbox/1/", "/en/inbox/letters/", "/en/inbox/letters/1/"])
def test_a_stranger_is_led_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert "next=" in response["Location"]


def test_my_letters_are_shown_to_me_as_sent_and_others_are_not(client: Client, reader: Person) -> None:
    send(reader, "mine")
    send(PersonFactory(), "theirs")
    compose(at=NOW, on_date=DAY)
    mine = Letter.objects.get(recipient=reader)
    theirs = Letter.objects.exclude(recipient=reader).get()
    assert mine.subject in client.get("/en/inbox/letters/").content.decode()
    assert "The matter is mine." in client.get(f"/en/inbox/letters/{mine.pk}/").content.decode()
    assert client.get(f"/en/inbox/letters/{theirs.pk}/").status_code == 404


# --- The post room -------------------------------------------------------------------------------------------------


def in_the_admin(*codenames: str) -> Account:
    account: Account = PersonFactory(with_account=True).account
    account.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return account


def test_the_post_room_shows_everybodys_letters_to_the_named_role_and_ones_own_to_others(client: Client) -> None:
    clerk, keeper = in_the_admin(), in_the_admin("view_all_letters")
    other = PersonFactory()
    send(clerk.person, "clerks")
    send(other, "others")
    compose(at=NOW, on_date=DAY)
    letter = Letter.objects.get(recipient=other)
    client.force_login(clerk)
    assert [each.recipient for each in client.get("/admin/letter/").context["object_list"]] == [clerk.person]
    assert client.get(f"/admin/letter/inspect/{letter.pk}/", follow=True).status_code == 404
    client.force_login(keeper)
    assert len(client.get("/admin/letter/?state=queued").context["object_list"]) == 2
    assert "The matter is others." in client.get(f"/admin/letter/inspect/{letter.pk}/").content.decode()


@pytest.mark.parametrize("address", ["new/", "edit/{}/", "delete/{}/"])
def test_nobody_writes_changes_or_deletes_a_letter_by_hand(admin_client: Client, address: str) -> None:
    send(PersonFactory())
    compose(at=NOW, on_date=DAY)
    response = admin_client.get(f"/admin/letter/{address.format(Letter.objects.get().pk)}")
    assert response.status_code == 302
    assert response["Location"].endswith("/admin/")


def test_a_dead_letter_is_sent_again_by_those_who_may(client: Client) -> None:
    send(PersonFactory())
    compose(at=NOW, on_date=DAY)
    Letter.objects.update(state=LetterState.DEAD)
    letter = Letter.objects.get()
    client.force_login(in_the_admin("view_all_letters"))
    assert "Send again" not in client.get(f"/admin/letter/inspect/{letter.pk}/").content.decode()
    client.post(f"/admin/letter/decide/{letter.pk}/", {"again": "1"})
    letter.refresh_from_db()
    assert letter.state == LetterState.DEAD
    client.force_login(in_the_admin("view_all_letters", "resend_letter"))
    client.post(f"/admin/letter/decide/{letter.pk}/", {"again": "1"})
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED


def test_stuck_letters_are_on_the_admins_home_page(client: Client) -> None:
    client.force_login(in_the_admin("view_all_letters"))
    assert "stuck-letters" not in client.get("/admin/").content.decode()
    send(PersonFactory())
    compose(at=NOW, on_date=DAY)
    Letter.objects.update(state=LetterState.PERHAPS_SENT)
    assert "stuck-letters" in client.get("/admin/").content.decode()


def test_two_packages_cannot_use_one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    from intranet.deadlines import tellings

    kinds.register.cache_clear()
    monkeypatch.setattr(tellings, "KINDS", [tellings.KINDS[0], tellings.KINDS[0]])
    with pytest.raises(ValueError, match=r"deadline\.reminder"):
        kinds.register()
    kinds.register.cache_clear()
