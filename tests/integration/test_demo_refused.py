"""When the demo is not made."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from intranet.core.models import Institution
from intranet.demo.operations.loading import DemoRefused, make_demo


@pytest.mark.django_db
def test_a_real_site_is_never_turned_into_a_demo(institution: Institution) -> None:
    with pytest.raises(DemoRefused, match=re.escape(str(institution))):
        make_demo(at=datetime(2026, 1, 2, tzinfo=UTC))
    assert not Institution.objects.get().is_demo


def test_too_few_certificates_are_wrong_usage() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", "--certificates", "3")
    assert refusal.value.returncode == 2
