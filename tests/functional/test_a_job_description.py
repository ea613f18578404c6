"""A job description, from a council's file with its gaps to the post-holder's confirmation."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.test.utils.form_data import nested_form_data, rich_text

from intranet.core import rights
from intranet.core.models import Institution
from intranet.documents.models import Acknowledgement, Edition
from intranet.pages.models import JobDescriptionPage
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def in_wales(institution: Institution) -> None:
    """Make the institution one under the Welsh language standards, with its Welsh pages alone."""
    Institution.objects.update(profile_key="wales", languages=["cy"])


@pytest.fixture
def imported(in_wales: None, seeds: Path) -> dict[str, Any]:
    """Return the receipt of the council's description, read by the command that an editor would use."""
    out = StringIO()
    path = next(seeds.glob("000_*.txt"))
    call_command("import_document", str(path), "--kind", "job-description", "--language", "cy", "--json", stdout=out)
    receipt: dict[str, Any] = json.loads(out.getvalue())
    return receipt


def typed(block: blocks.Block[Any], value: Any) -> Any:
    """Return what the editor's form sends for a block's value."""
    if isinstance(block, blocks.StructBlock):
        return {name: typed(child, value[name]) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        items: dict[str, Any] = {
            str(place): {"id": item.id, "value": typed(item.block, item.value), "order": str(place), "deleted": ""}
            for place, item in enumerate(value.bound_blocks)
        }
        return {**items, "count": str(len(items))}
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value.source, features=block.features)
    if isinstance(block, blocks.MultipleChoiceBlock):
        return tuple(value)  # one key, several values
    return "" if value is None else str(value)


def form_of(page: JobDescriptionPage, **changes: Any) -> dict[str, Any]:
    """Return what the editor's form of a page sends, with what the editor has typed into it."""
    body: dict[str, Any] = {
        str(place): {
            "id": block.id,
            "type": block.block_type,
            "value": typed(block.block, block.value),
            "order": str(place),
            "deleted": "",
        }
        for place, block in enumerate(page.body)
    }
    names = ["title", "slug", "layout", "department", "team", "accountable_to", "post_code", "grade"]
    names += ["evaluation_code", "statutory_role", "welsh_category", "welsh_reason", "asks"]
    values = {name: getattr(page, name) for name in names}
    comments = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    return nested_form_data(
        {
            **values,
            "version_date": str(page.version_date or ""),
            "body": {**body, "count": str(len(body))},
            "comments": comments,
            "action-publish": "action-publish",
            **changes,
        }
    )


def publish(editor: Client, page: JobDescriptionPage, **changes: Any) -> Any:
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes), follow=True)


def with_a_measure(page: JobDescriptionPage) -> JobDescriptionPage:
    """Return the page with its unmeasured criterion measured at the interview."""
    (specification,) = [block for block in page.body if block.block_type == "person_spec"]
    for row in specification.value["rows"]:
        if row["kind"] == "criterion" and not row["measures"]:
            row["measures"] = ["interview"]
    return page


def test_from_a_file_with_gaps_to_the_confirmation_of_who_holds_the_post(
    imported: dict[str, Any], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (imported["duties"], imported["criteria"], imported["matrix_rows"]) == (16, 23, 6)
    assert len(imported["foreign"]) == 1
    assert imported["gaps"]
    assert imported["unplaced"] == []

    post, assessor = PostFactory(), PostFactory()
    person = PersonFactory(account=AccountFactory())
    AppointmentFactory(person=person, post=post, since=date(2025, 9, 1))
    page = JobDescriptionPage.objects.get()
    editor = Client()
    editor.force_login(AccountFactory(groups=[rights.EDITOR, rights.APPROVER], is_superuser=True))

    publish(editor, page, post=str(post.pk))
    page.refresh_from_db()
    assert not page.live
    assert not Edition.objects.exists()

    filled = {
        "post": str(post.pk),
        "post_code": "CF-1",
        "evaluation_code": "JE-151",
        "welsh_category": "desirable",
        **{f"welsh_{skill}": "2" for skill in ("listening", "speaking", "reading", "writing")},
        "welsh_assessed_by": str(assessor.pk),
        "welsh_assessed_on": "2026-01-12",
        "welsh_reason": "Speaks with councillors.",
    }
    publish(editor, with_a_measure(page.get_latest_revision_as_object()), **filled)
    page.refresh_from_db()
    assert page.live, [finding.message for finding in page.wanting(on_date=date(2026, 1, 20))]
    edition = Edition.objects.get()
    assert edition.clauses.filter(kind="clause").count() == 16

    client.force_login(person.account)
    html = client.get(page.url).content.decode()
    assert html.count('scope="row"') >= 23 + 6
    assert 'id="16"' in html

    question = Acknowledgement.objects.get(person=person)
    address = reverse("acknowledge", args=[question.pk])
    confirmed = client.post(address, {"text": edition.content_hash, "understood": "on"}, follow=True)
    assert confirmed.status_code == 200
    question.refresh_from_db()
    assert question.confirmed_at is not None
    assert question.confirmed_edition == edition
