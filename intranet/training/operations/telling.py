"""Telling those who signed up: staff by notice, outsiders by letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from intranet.notices.kinds import LetterDraft, NoticeDraft
from intranet.notices.operations import tell, write_to_addresses
from intranet.training.links import LEAVE, link
from intranet.training.models import HOLDS_A_PLACE, WAITS, ProgrammeRun, SignUp


def tell_participants(
    run: ProgrammeRun, kind: str, *, at: datetime, step: str, waiting_too: bool = False, **more: Any
) -> None:
    """Tell everybody with a place, and who waits where it concerns them too."""
    concerned = HOLDS_A_PLACE | WAITS if waiting_too else HOLDS_A_PLACE
    tell_each(run.sign_ups.filter(concerned), run, kind, at=at, step=step, **more)


def tell_each(
    sign_ups: Iterable[SignUp], run: ProgrammeRun, kind: str, *, at: datetime, step: str, url: str = "", **more: Any
) -> None:
    """Tell each of these once for each ``step``; an outsider's letter leads to the page where they can leave."""
    context = {
        "topic": run.topic,
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "place": run.place,
        "times": run.schedule,
        **more,
    }
    notices, letters = [], []
    for each in sign_ups:
        key = f"{each.matter}:{step}"
        if each.person_id is not None:
            notices.append(
                NoticeDraft(key, kind, each.person_id, context, url=reverse("run", args=[run.pk]), about=each.matter)
            )
        elif each.email:
            address = url or link(LEAVE, each.pk)
            letters.append(LetterDraft(key, kind, each.email, each.language, context, url=address, about=each.matter))
    tell(notices, at=at)
    write_to_addresses(letters, at=at)
