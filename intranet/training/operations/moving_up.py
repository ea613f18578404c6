"""Giving places: to whoever signs up while there are any, and to the longest waiting when one becomes free."""

from __future__ import annotations

from datetime import datetime

from intranet.training.models import ProgrammeRun, SignUp
from intranet.training.operations.telling import tell_each
from intranet.training.rules.runs import who_moves_up
from intranet.training.tellings import PLACE


def fill_free_places(run: ProgrammeRun, *, at: datetime) -> list[SignUp]:
    """Give the free places to those who wait, and tell them; the caller holds the lock on the run's row."""
    waiting = {each.pk: each for each in run.sign_ups.on_the_waiting_list()}
    taken = run.sign_ups.with_a_place().count()
    lucky = [waiting[key] for key in who_moves_up(list(waiting), size=run.group_size, taken=taken)]
    SignUp.objects.filter(pk__in=[each.pk for each in lucky]).update(place_given_at=at)
    tell_each(lucky, run, PLACE, at=at, step="place")
    return lucky
