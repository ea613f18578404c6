"""What a document's page says of itself to the world: ``{% load outward %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from intranet.core import clock
from intranet.documents.enums import DocumentKind
from intranet.documents.models import Edition
from intranet.pages.outward import linked_data
from intranet.pages.reading import history

register = template.Library()


@register.simple_tag(takes_context=True)
def history_line(context: Context) -> list[history.Event]:
    """Return the history of the document that is shown; nothing for a draft."""
    edition: Edition | None = context.get("edition")
    if edition is None:
        return []
    editions = context.get("editions") or [edition]
    return history.of_document(
        edition,
        editions,
        url=context["page"].get_url(context["request"]),
        today=clock.today(),
        superseded=context.get("superseded"),
    )


@register.simple_tag(takes_context=True)
def structured_document(context: Context) -> SafeString | str:
    """Return a regulation as linked data, for a script element; nothing for a draft and for what staff alone read."""
    edition: Edition | None = context.get("edition")
    page: Any = context.get("page")
    if edition is None or page is None or page.document_kind != DocumentKind.REGULATION:
        return ""
    found = linked_data.legislation(
        edition,
        context.get("editions") or [edition],
        state=str(context.get("state", "")),
        kind=str(DocumentKind.REGULATION.label),
        url=page.get_url(context["request"]),
        request=context["request"],
    )
    return linked_data.in_script(found)
