"""Signing in: password, second step, closed sign-up, inspectors' dates, the sign-in log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse
from django.utils import translation

from intranet.core import clock
from intranet.core.rights import sync_groups
from intranet.people.models import SignIn
from tests.factories.people import PASSWORD, AccountFactory, InspectorTermFactory, PersonFactory

pytestmark = pytest.mark.django_db

LANGUAGES = ["uk", "en", "cy", "ru"]


def _address(name: str, language: str = "uk") -> str:
    with translation.override(language):
        return reverse(name)


def _sign_in(client, login, password=PASSWORD):
    return client.post(_address("account_login"), {"login": login, "password": password})


def _code(secret: str) -> str:
    """Return what an authenticator app shows now."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def _signed_in(client) -> bool:
    return "_auth_user_id" in client.session and client.get(_address("directory")).status_code == 200


@pytest.mark.parametrize("name", ["username", "email"])
def test_an_account_signs_in_by_name_or_address_and_is_logged(client, name):
    account = AccountFactory()
    response = _sign_in(client, getattr(account, name))
    assert response.status_code == 302
    assert _signed_in(client)
    entry = SignIn.objects.get()
    assert (entry.account, entry.address) == (account, "127.0.0.1")


def test_a_wrong_password_is_refused_and_not_logged(client):
    account = AccountFactory()
    response = _sign_in(client, account.username, "another password")
    assert response.status_code == 200
    assert not _signed_in(client)
    assert not SignIn.objects.exists()


def test_after_several_wrong_passwords_even_the_right_one_has_to_wait(client):
    account = AccountFactory()
    for _time in range(6):
        _sign_in(client, account.username, "another password")
    _sign_in(client, account.username)
    assert not _signed_in(client)


def test_a_second_factor_is_asked_for_and_its_code_accepted(client):
    account = AccountFactory()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    response = _sign_in(client, account.username)
    assert response.url == _address("mfa_authenticate")
    assert not _signed_in(client)
    wrong = client.post(response.url, {"code": "000000"})
    assert wrong.status_code == 200
    assert not _signed_in(client)
    client.post(response.url, {"code": _code(secret)})
    assert _signed_in(client)


@pytest.mark.parametrize("door", ["/admin/login/", "/uk/_util/login/"])
def test_no_other_door_lets_a_password_alone_in(client, door):
    account = AccountFactory(is_superuser=True)
    response = client.post(f"{door}?next=/admin/pages/", {"username": account.username, "password": PASSWORD})
    assert response.url == f"{_address('account_login')}?next=/admin/pages/"
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/password_reset/", follow=True).status_code == 404


def test_an_authenticator_app_is_set_up_on_the_account_pages(client):
    account = AccountFactory()
    _sign_in(client, account.username)
    asked_again = client.get(_address("mfa_activate_totp"))
    page = client.post(asked_again.url, {"password": PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] == _address("mfa_activate_totp")
    secret = page.context["form"].secret
    client.post(_address("mfa_activate_totp"), {"code": _code(secret)})
    assert Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()
    assert get_adapter().is_mfa_enabled(account)


def test_sign_up_is_closed_with_a_page_that_says_whom_to_ask(client):
    response = client.get(_address("account_signup"))
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert _address("account_login") in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_before_sign_in_wear_the_sites_look_in_each_language(client, name, language):
    response = client.get(_address(name, language))
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert "css/main" in text
    assert 'id="main"' in text


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_email",
        "account_logout",
        "mfa_index",
        "mfa_add_webauthn",
        "usersessions_list",
        "mfa_generate_recovery_codes",
    ],
)
def test_the_account_pages_wear_the_sites_look(client, name):
    account = AccountFactory()
    _sign_in(client, account.username)
    totp.TOTP.activate(account, totp.generate_totp_secret())
    response = client.get(_address(name), follow=True)
    assert response.status_code == 200
    assert 'id="main"' in response.content.decode()


def test_the_admin_leads_to_the_same_sign_in_and_back(client):
    response = client.get(reverse("wagtailadmin_home"), follow=True)
    assert response.request["PATH_INFO"].endswith("/account/login/")
    assert response.context["redirect_field_value"] == reverse("wagtailadmin_home")


@pytest.fixture
def now(monkeypatch):
    """Return a function that moves the clock."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


def test_an_inspector_signs_in_within_the_dates_only(client, now):
    term = InspectorTermFactory()
    now(datetime(2026, 1, 31, 12, 0, tzinfo=UTC))
    before = _sign_in(client, term.account.username)
    assert before.status_code == 403
    assert "account/outside_term.html" in [template.name for template in before.templates]
    assert not _signed_in(client)
    now(datetime(2026, 2, 1, 12, 0, tzinfo=UTC))
    _sign_in(client, term.account.username)
    assert _signed_in(client)


def test_an_inspectors_session_ends_by_itself_with_the_term(client, now):
    term = InspectorTermFactory()
    sync_groups()
    now(datetime(2026, 2, 28, 12, 0, tzinfo=UTC))
    _sign_in(client, term.account.username)
    assert client.get(reverse("person:index")).status_code == 200
    now(datetime(2026, 2, 28, 22, 0, tzinfo=UTC))  # midnight has passed in Kyiv
    assert not _signed_in(client)
    assert client.get(reverse("person:index")).status_code == 302


def test_an_account_of_the_inspectors_group_without_a_term_cannot_be_used(client, now):
    now(datetime(2026, 2, 10, tzinfo=UTC))
    account = AccountFactory(groups=["inspector"])
    _sign_in(client, account.username)
    assert not _signed_in(client)


def test_other_accounts_have_no_dates(client, now):
    now(datetime(2026, 2, 10, tzinfo=UTC) + timedelta(days=4000))
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    assert _signed_in(client)
