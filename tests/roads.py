"""The roads on which a document's page comes to be published, for the one table over all of them.

A road may have something to prepare first; where it makes a page of its own (a copy, a translation, an import), that
page is the one that it publishes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision, Workflow
from wagtail_localize.models import TranslationSource

from intranet.core import clock
from intranet.core.rights import EDITOR
from intranet.core.sweep import run as sweep
from intranet.pages.models import RegulationPage
from tests.factories.people import AccountFactory
from tests.factories.translations import say, submitted

Step = Callable[[Client, RegulationPage], Any]
IN_ENGLISH = {
    "Положення про наставництво": "Mentoring Regulation",
    "Текст.": "The text.",
    "Протокол ще не надійшов.": "Not received.",
}


@dataclass(frozen=True)
class Road:
    """``raises``: a script hears the refusal itself; on the other roads it is shown, or told."""

    go: Step
    prepare: Step = lambda client, page: None
    raises: bool = False

    @property
    def name(self) -> str:
        return self.go.__name__


def form_of(page: RegulationPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "slug": page.slug,
        "in_force_from": page.in_force_from or "",
        "minutes": page.minutes_id or "",
        "order": "",
        "governs": "",
        "asks": page.asks,
        "reason_not_recorded": page.reason_not_recorded,
        "correction_reason": page.correction_reason,
        "body-count": "1",
        "body-0-type": "clause",
        "body-0-id": page.body[0].id or "",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value-number": "1.1",
        "body-0-value-text": '{"blocks":[{"key":"a","text":"Текст.","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }


# --- In the admin --------------------------------------------------------------------------------------------------


def by_editor(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**form_of(page), "action-publish": "1"}, follow=True)


def by_bulk_action(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.pk}", {}, follow=True)


def by_bulk_action_on_the_section(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.get_parent().pk}", {"include_descendants": "on"}, follow=True)


def by_workflow(client: Client, page: RegulationPage) -> Any:
    state = Workflow.objects.get(active=True).start(page, AccountFactory(groups=[EDITOR]))
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]),
        {"comment": ""},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def by_workflow_in_the_editor(client: Client, page: RegulationPage) -> Any:
    Workflow.objects.get(active=True).start(page, AccountFactory(groups=[EDITOR]))
    fields = {**form_of(page), "action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, follow=True)


def by_api_of_the_admin(client: Client, page: RegulationPage) -> Any:
    return client.post(f"/admin/api/main/pages/{page.pk}/action/publish/", content_type="application/json")


def by_reverting(client: Client, page: RegulationPage) -> Any:
    fields = {**form_of(page), "action-publish": "1", "revision": page.get_latest_revision().pk}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, follow=True)


def by_copying(client: Client, page: RegulationPage) -> Any:
    fields = {
        "new_title": page.title,
        "new_slug": "copied",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields, follow=True)


# --- By itself -----------------------------------------------------------------------------------------------------


def fall_due(client: Client, page: RegulationPage) -> None:
    due = clock.now() - timedelta(minutes=1)
    Revision.page_revisions.filter(object_id=str(page.pk)).update(approved_go_live_at=due)


def by_schedule(client: Client, page: RegulationPage) -> None:
    call_command("publish_scheduled", verbosity=0)


def by_sweep(client: Client, page: RegulationPage) -> None:
    sweep(at=clock.now(), on_date=clock.today())


# --- By a script ---------------------------------------------------------------------------------------------------


def by_script(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().publish()


def by_script_on_the_page(client: Client, page: RegulationPage) -> None:
    page.publish(page.get_latest_revision())


def by_the_action(client: Client, page: RegulationPage) -> None:
    PublishPageRevisionAction(page.get_latest_revision()).execute()


def by_the_general_action(client: Client, page: RegulationPage) -> None:
    PublishRevisionAction(page.get_latest_revision()).execute()


def by_script_of_an_earlier_revision(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().publish(previous_revision=page.revisions.earliest("pk"))


def make_an_alias(client: Client, page: RegulationPage) -> None:
    page.create_alias(update_slug="alias")


def with_its_alias(client: Client, page: RegulationPage) -> None:
    """The alias goes public with the page, and has no edition of its own."""
    page.get_latest_revision().publish()


def published(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().publish()


def with_an_alias(client: Client, page: RegulationPage) -> None:
    published(client, page)
    make_an_alias(client, RegulationPage.objects.get(pk=page.pk))


def by_converting_an_alias(client: Client, page: RegulationPage) -> None:
    """What is made of an alias is a draft until somebody publishes it."""
    alias = RegulationPage.objects.get(alias_of=page)
    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    alias.refresh_from_db()
    assert (alias.live, alias.alias_of_id) == (False, None)
    alias.get_latest_revision().publish()


def by_copying_in_a_script(client: Client, page: RegulationPage) -> None:
    CopyPageAction(RegulationPage.objects.get(pk=page.pk), update_attrs={"slug": "copied"}, keep_live=True).execute()


def by_command_that_imports(client: Client, page: RegulationPage) -> str:
    """Return what the command says; it ends with an error where it did not publish."""
    out = StringIO()
    with NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("ПРАВИЛА\n\n1. ЗАГАЛЬНІ ПОЛОЖЕННЯ\n\n1.1. Ці правила діють у коледжі.\n")
        file.flush()
        with suppress(SystemExit):
            options = ("--kind", "regulation", "--language", "uk", "--publish", "--json")
            call_command("import_document", file.name, *options, stdout=out)
    return str(json.loads(out.getvalue()).get("error", ""))


# --- By wagtail-localize -------------------------------------------------------------------------------------------


def translated(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().publish()
    say(submitted(page), IN_ENGLISH)


def _translation(page: RegulationPage) -> Any:
    return TranslationSource.objects.get(object_id=page.translation_key).translations.get()


def by_translation(client: Client, page: RegulationPage) -> None:
    _translation(page).save_target(publish=True)


def by_translation_of_its_source(client: Client, page: RegulationPage) -> None:
    translation = _translation(page)
    translation.source.create_or_update_translation(translation.target_locale, publish=True)


def by_editor_of_translations(client: Client, page: RegulationPage) -> Any:
    target = _translation(page).get_target_instance()
    return client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"}, follow=True)


def by_updating_translations(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtail_localize:update_translations", args=[_translation(page).source_id])
    return client.post(address, {"publish_translations": "on"}, follow=True)


ROADS = [
    Road(by_editor), Road(by_bulk_action), Road(by_bulk_action_on_the_section), Road(by_workflow),
    Road(by_workflow_in_the_editor), Road(by_api_of_the_admin), Road(by_reverting), Road(by_copying, published),
    Road(by_schedule, fall_due), Road(by_sweep, fall_due),
    Road(by_script, raises=True), Road(by_script_on_the_page, raises=True), Road(by_the_action, raises=True),
    Road(by_the_general_action, raises=True), Road(by_script_of_an_earlier_revision, raises=True),
    Road(by_copying_in_a_script, published, raises=True), Road(by_converting_an_alias, with_an_alias, raises=True),
    Road(with_its_alias, make_an_alias, raises=True), Road(by_command_that_imports),
    Road(by_translation, translated), Road(by_translation_of_its_source, translated),
    Road(by_editor_of_translations, translated), Road(by_updating_translations, translated),
]  # fmt: skip
