"""Telling the next in the chain when a letter about a deadline came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from intranet.core import clock
from intranet.deadlines.models import UNFINISHED, Deadline


@transaction.atomic
def speak_again(matters: Collection[str], at: datetime) -> None:
    """Let the deadlines of these matters say with the next sweep what they said last.

    Whoever can still be told hears it, and nobody twice: the notice's key sees to that.
    """
    subjects: dict[str, set[int]] = defaultdict(set)
    for matter in matters:
        kind, _colon, rest = matter.partition(":")
        rule_key, _colon, subject = rest.rpartition(":")
        if kind == "deadline" and subject.isdecimal():
            subjects[rule_key].add(int(subject))
    for rule_key, those in subjects.items():
        concerned = Deadline.objects.filter(UNFINISHED, rule_key=rule_key, subject_id__in=those)
        concerned.update(told_until=None, speaks_on=clock.date_of(at))
