"""Every screen that shows one row shows words: never Python's own, and nothing for what was left empty."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.core import audit, clock
from intranet.core.models import Holiday
from intranet.core.operation_views import FilledInspectView, in_words
from tests.factories import governance, people, programmes, registry, training

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "in_english")]

PYTHONS_OWN = re.compile(r"\bNone\b|\{'|\{\"|<[A-Z]\w+ object|\bTrue\b|\bFalse\b")


def inspected() -> list[Any]:
    """Return the view sets that show one row, as they are registered."""
    viewsets.populate()
    found = [each for each in viewsets.viewsets if isinstance(each, ModelViewSet) and each.inspect_view_enabled]
    return [each for each in found if type(each).__module__.startswith("intranet.")]


@pytest.fixture
def rows() -> list[Model]:
    """Return rows in which much is left empty."""
    appointment = people.AppointmentFactory()
    audit.record("people.appointed", at=clock.now(), subject=appointment, nested={"a": None, "b": [1, {"c": "d"}]})
    registry.draft()
    return [
        appointment,
        people.SubstitutionFactory(),
        people.InspectorTermFactory(),
        governance.MembershipFactory(),
        governance.MinutesFactory(),
        governance.OrderFactory(),
        Holiday.objects.create(date=date(2030, 1, 1), is_working=False),
        registry.certificate(),
        programmes.competence(),
        training.run(),
    ]


def test_no_row_is_shown_in_pythons_own_words(client: Client, rows: list[Model]) -> None:
    client.force_login(people.AccountFactory(is_superuser=True))
    seen, wrong = set(), []
    for each in inspected():
        row = each.model._default_manager.order_by("-pk").first()
        if row is None:
            continue
        answer = client.get(reverse(each.get_url_name("inspect"), args=[row.pk]))
        assert answer.status_code == 200, each.model
        shown = answer.content.decode().partition("<main")[2].partition("</main")[0]
        said = " ".join(strip_tags(re.sub(r"<(script|template|svg)\b.*?</\1>", "", shown, flags=re.DOTALL)).split())
        wrong += [(each.model.__name__, said[max(0, at.start() - 60) : at.end() + 20]) for at in _found(said)]
        seen.add(each.model)
    assert wrong == []
    assert {type(row) for row in rows} <= seen | {get_user_model()}


def _columns(viewset: Any) -> list[Any]:
    listed = getattr(viewset, "list_display", ())
    return list(listed) if isinstance(listed, list | tuple) else []


def _found(said: str) -> list[re.Match[str]]:
    return list(PYTHONS_OWN.finditer(said.replace("&#x27;", "'").replace("&quot;", '"').replace("&lt;", "<")))


def test_what_is_still_offered_is_no_fault() -> None:
    """A red cross beside what is in use reads as an alarm."""
    crossed = [
        (type(each).__name__, column.name)
        for each in viewsets.viewsets
        for column in _columns(each)
        if isinstance(column, BooleanColumn) and column.name.startswith("is_retired")
    ]
    assert crossed == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "Yes"),
        (False, "No"),
        ({"uk": "Так", "en": "So"}, "So"),
        ({"uk": "Так"}, "Так"),
        ({"order": 4, "gone": None, "list": [1, {"a": True}]}, "order: 4; list: 1; a: Yes"),
        ([], ""),
        ("words", "words"),
        (0, 0),
    ],
)
def test_a_value_is_said_in_words(value: Any, said: Any) -> None:
    assert in_words(value) == said


def test_the_default_leaves_out_what_is_empty() -> None:
    plain = [type(each).__name__ for each in inspected() if not issubclass(each.inspect_view_class, FilledInspectView)]
    assert set(plain) <= {"CertificateViewSet", "LetterViewSet", "DeadlineViewSet"}, "these leave it out themselves"
