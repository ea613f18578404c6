"""``check_mail`` through real mail servers that take, refuse, want a password, speak no TLS, or are not there."""

from __future__ import annotations

import contextlib
import io
import json
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.management import CommandError, call_command

from intranet.core.models import Institution
from intranet.notices.models import Letter, Notice
from tests.integration.test_notices_letters import Moody, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ADDRESS = "keeper@example.org"


def check(address: str = ADDRESS) -> tuple[dict[str, Any], int]:
    out, code = io.StringIO(), 0
    try:
        call_command("check_mail", address, "--json", stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code


@contextlib.contextmanager
def server_with_password(settings: Any) -> Iterator[None]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(
        Moody(),
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *args: AuthResult(success=False, handled=False),
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield
    finally:
        controller.stop()


def test_the_real_thing_arrives_in_the_look_and_leaves_no_rows(smtp: list[EmailMessage]) -> None:
    answer, code = check()
    assert (answer["sent"], code) == (True, 0)
    (received,) = smtp
    assert received["To"] == ADDRESS
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] is None
    html = received.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert Institution.objects.get().brand_colour in html
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (Moody(to_address="550 5.7.1 relaying denied"), "relaying denied"),
        (Moody(to_letter="554 looks like spam"), "looks like spam"),
        (Moody(drops=True), "broke the connection off"),
    ],
    ids=["address refused", "letter refused", "line dropped"],
)
def test_a_refusal_is_told_with_what_the_server_said(settings: Any, handler: Moody, said: str) -> None:
    with mail_server(settings, handler):
        answer, code = check()
    assert (answer["sent"], code) == (False, 1)
    assert said in answer["error"]


def test_a_sender_that_is_refused_is_told_with_the_setting_to_change(settings: Any) -> None:
    class OnlyOwn(Moody):
        async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
            return "553 5.7.1 not your address"

    with mail_server(settings, OnlyOwn()):
        answer, code = check()
    assert code == 1
    assert "MAIL_FROM" in answer["error"]


def test_a_wrong_password_is_told_as_one(settings: Any) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "college", "wrong"
    with server_with_password(settings):
        answer, code = check()
    assert code == 1
    assert "user name and password" in answer["error"]
    assert "wrong" not in answer["error"]


@pytest.mark.parametrize("asked", ["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def test_a_server_without_encryption_is_told_with_the_ports(settings: Any, asked: str) -> None:
    setattr(settings, asked, True)
    with mail_server(settings, Moody()):
        answer, code = check()
    assert code == 1
    assert "587" in answer["error"]


def test_a_server_that_is_not_there_and_a_name_that_is_none(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "takes no connections" in check()[0]["error"]
    settings.EMAIL_HOST = "mail.invalid"
    answer, code = check()
    assert code == 1
    assert "mail.invalid" in answer["error"]


def test_a_server_that_stalls_is_not_waited_for_for_ever(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stalls:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = stalls.getsockname()
        settings.EMAIL_TIMEOUT = 0.3
        answer, code = check()
    assert code == 1
    assert "does not answer" in answer["error"]


def test_a_site_that_keeps_its_mail_says_so(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    answer, code = check()
    assert (answer["sent"], answer["kept_in"], code) == (False, str(tmp_path), 0)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("address", ["", "nobody", "a@b\nBcc: c@d", "\0@example.org"])
def test_what_is_no_address_is_wrong_usage(address: str) -> None:
    with pytest.raises((CommandError, SystemExit)):
        call_command("check_mail", address)
