"""The kinds of notice: what each says, and how it travels. Packages declare theirs in ``<package>/tellings.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps

from intranet.core.dates import one_stop
from intranet.notices.clauses import ClauseRef

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of notice. ``subject`` and ``body`` are lazy translations with ``%(name)s`` placeholders.

    ``words`` turns the stored context into what the placeholders take, in the reader's language (dates, names of
    rules); without it the context is taken as it is. A subject names no third person.
    ``example`` is a context for the preview as long as there is no real notice of the kind.
    ``statutory``: asks for a receipt, cannot be switched off, and goes apart. ``apart``: not in the day's digest.
    ``offered``: its reader may switch its letters off, unless it is statutory.
    """

    key: str
    name: str | _StrPromise
    subject: str | _StrPromise
    body: str | _StrPromise
    statutory: bool = False
    apart: bool = False
    words: Words | None = None
    offered: bool = True
    example: Mapping[str, Any] | None = field(default=None, hash=False)

    def render(self, context: Mapping[str, Any]) -> tuple[str, str]:
        """Return subject and body in the active language."""
        words = self.words(context) if self.words is not None else context
        return one_stop(str(self.subject) % words), one_stop(str(self.body) % words)


@dataclass(frozen=True)
class NoticeDraft:
    """Something to be told to somebody, once: the unique key is ``key`` and the recipient.

    ``about`` names the matter (``deadline:reg.publish:17``), so that what is not yet sent can be cancelled.
    """

    key: str
    kind: str
    recipient_id: int
    context: dict[str, Any] = field(default_factory=dict)
    due_on: date | None = None
    clause: ClauseRef | None = None
    url: str = ""
    about: str = ""
    apart: bool = False


@dataclass(frozen=True)
class LetterDraft:
    """Something to be told once, by letter alone, to an address that is nobody's of the institution.

    It asks for no receipt: there is no account to confirm with. ``language`` is what its reader is known to prefer.
    ``unsubscribe`` is where one click ends such letters; its page must take a bare POST (RFC 8058).
    """

    key: str
    kind: str
    address: str
    language: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    clause: ClauseRef | None = None
    url: str = ""
    about: str = ""
    unsubscribe: str = ""


@cache
def register() -> dict[str, Kind]:
    """Return every kind of the installed packages by its key. Raises ValueError when two packages use one key."""
    found: dict[str, Kind] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.tellings"
        if config.name.startswith("intranet.") and find_spec(name):
            for kind in import_module(name).KINDS:
                if kind.key in found:
                    raise ValueError(f"Two kinds of notice have the key {kind.key!r}.")
                found[kind.key] = kind
    return found
