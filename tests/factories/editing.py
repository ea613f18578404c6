"""What the editor's form of a page sends, so that tests write, publish and translate as people do."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.test.utils.form_data import nested_form_data, rich_text

from intranet.pages.models import JobDescriptionPage

FIELDS = ("title", "slug", "layout", "department", "team", "accountable_to", "post_code", "grade")
FIELDS += ("evaluation_code", "statutory_role", "welsh_category", "welsh_reason", "asks", "correction_reason")
FIELDS += tuple(f"welsh_{skill}" for skill in ("listening", "speaking", "reading", "writing"))
CHOSEN = ("post", "accountable_post", "welsh_assessed_by")


def typed(block: blocks.Block[Any], value: Any) -> Any:
    """Return what the form sends for a block's value."""
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
    """Return what the form of a job description sends, with what the editor has typed into it."""
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
    said = {name: "" if getattr(page, name) is None else getattr(page, name) for name in FIELDS}
    chosen = {name: getattr(page, f"{name}_id") or "" for name in CHOSEN}
    days = {name: str(getattr(page, name) or "") for name in ("version_date", "welsh_assessed_on")}
    comments = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    fields = {**said, **chosen, **days, "comments": comments, "action-publish": "action-publish", **changes}
    return nested_form_data({**fields, "body": {**body, "count": str(len(body))}})


def publish(editor: Client, page: JobDescriptionPage, **changes: Any) -> Any:
    """Press “publish” in the editor of a page, as it is given and with what is typed."""
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes), follow=True)
