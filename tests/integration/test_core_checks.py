"""A real site refuses the demo's data and its passwords."""

from __future__ import annotations

from typing import Any

import pytest

from intranet.core.checks import demo_is_refused
from intranet.core.models import Account, Institution
from intranet.demo.sign_ins import sign_ins

pytestmark = pytest.mark.django_db


def found() -> list[str | None]:
    return [message.id for message in demo_is_refused(None)]


def test_a_real_site_is_let_through() -> None:
    Account.objects.create_user("registrar", password="a-long-and-rare-word")
    assert found() == []


def test_the_demo_institution_is_refused() -> None:
    Institution.objects.update(is_demo=True)
    assert found() == ["intranet.E001"]


def test_the_demo_setting_is_refused(settings: Any) -> None:
    settings.DEMO = True
    assert found() == ["intranet.E001"]


def test_a_demo_password_is_refused_wherever_it_came_from() -> None:
    _role, username, password = sign_ins()[0]
    Account.objects.create_user(username, password=password)
    assert found() == ["intranet.E002"]
