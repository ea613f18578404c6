"""What a deadline rule is. Pure (section M of the rule catalogue)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from intranet.core.terms import Term

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from intranet.notices.clauses import ClauseRef


@dataclass(frozen=True)
class Escalation:
    """Whom an unmet deadline is brought to, so many days after its last day.

    ``to`` is a ``people.enums.PostKind`` value (``head``, ``hr_head``, ``director`` …) or the name of a group.
    """

    days_after_due: int
    to: str


@dataclass(frozen=True)
class Rule:
    """A deadline that the institution's regulations set; declared in ``<package>/deadlines.py`` as ``RULES``.

    ``subjects`` returns a queryset whose ``values("subject_id", "anchor", "met_on", "responsible_id", "label")`` name
    every subject of the rule: ``anchor`` and ``met_on`` are dates (``met_on`` may be null), ``responsible_id`` is a
    person's key or null, ``label`` is a short text without third persons' names. A subject that is no longer there
    lapses. ``steps`` are days (or terms) counted from the anchor or, by default, from the last day; negative is before.
    ``responsible`` (a PostKind value or a group) answers where a subject names no person.
    ``changed`` may offer the subjects touched since a moment: a tick then looks at these, the nightly run at all.
    ``label_of`` may name subjects in the reader's language where ``label`` is a title in one: ``(ids, language)``.
    An optional rule (``is_required`` false) is off until the institution switches it on.
    ``version`` says which of the institution's versions the values are; what the code declares is version 0.
    """

    key: str
    source: str
    name: str | _StrPromise
    clause: ClauseRef
    term: Term
    steps: tuple[int | Term, ...]
    subjects: Callable[[], QuerySet[Any, Any]]
    subject_url: Callable[[int], str]
    responsible: str
    steps_from: Literal["anchor", "due"] = "due"
    escalations: tuple[Escalation, ...] = ()
    changed: Callable[[Any], QuerySet[Any, Any]] | None = None
    label_of: Callable[[Collection[int], str], Mapping[int, str]] | None = None
    is_required: bool = True
    version: int = 0
