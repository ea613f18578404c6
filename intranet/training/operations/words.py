"""Directions and competences: the shared lists that programmes are described with (CPD-16, PRG-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account, Institution
from intranet.core.refusals import Refusal
from intranet.notices.clauses import ClauseRef
from intranet.registry.models import VocabularyEntry
from intranet.training.defaults import DIRECTIONS, PROFILES
from intranet.training.models import Competence, Direction

Word = TypeVar("Word", bound=VocabularyEntry)


class WordTwice(Refusal):
    """The code is another entry's."""


@transaction.atomic
def save_word(*, word: Word, names: Mapping[str, str], at: datetime, actor: Account | None = None) -> Word:
    """Add or change a direction or a competence. Raises WordTwice."""
    if type(word)._default_manager.filter(code=word.code).exclude(pk=word.pk).exists():
        raise WordTwice(_("Another entry has the code “%(code)s”. Choose another.") % {"code": word.code})
    word.names = dict(names)
    word.save()
    audit.record(f"training.{word._meta.model_name}_saved", at=at, actor=actor, subject=word)
    return word


@transaction.atomic
def save_competence(
    *, word: Competence, names: Mapping[str, str], clause: ClauseRef, at: datetime, actor: Account | None = None
) -> Competence:
    """Add or change a competence with the clause that demands it. Raises WordTwice."""
    word.cite(clause)
    return save_word(word=word, names=names, at=at, actor=actor)


def make_directions(institution: Institution, at: datetime) -> None:
    """Give a new site the main directions of its regulations; what is there already stays."""
    if institution.profile_key not in PROFILES:
        return
    for position, (code, names) in enumerate(DIRECTIONS.items(), start=1):
        Direction.objects.get_or_create(code=code, defaults={"names": names, "position": position})
    audit.record("training.directions_made", at=at)
