"""What is said beside the text of a programme, said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template

register = template.Library()


@register.filter
def beyond(words: str | None, chosen: Iterable[Mapping[str, str]] | None) -> str:
    """Return the programme's own words, unless they only repeat a name chosen from the list."""
    own = (words or "").strip()
    names = {each["name"].strip().casefold() for each in chosen or ()}
    return "" if own.rstrip(".;").casefold() in names else own
