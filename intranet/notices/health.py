"""What waits in the post room, for the health page: counted, about nobody."""

from __future__ import annotations

from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.health import CAP, Figure
from intranet.notices.enums import LetterState
from intranet.notices.models import PENDING, Letter


def _count(condition: Q) -> int:
    return Letter.objects.filter(condition).order_by()[:CAP].count()


def _address_of(state: LetterState) -> str:
    return f"{reverse('letter:index')}?state={state}"


# Each condition is one that an index of the letters is made for.
FIGURES = [
    Figure("letters_waiting", _("Letters that wait to be sent"), partial(_count, Q(state__in=PENDING))),
    Figure(
        "letters_given_up",
        _("Letters that were given up"),
        partial(_count, Q(state__in=["dead", "perhaps_sent"], state=LetterState.DEAD)),
        wants_a_person=True,
        url=partial(_address_of, LetterState.DEAD),
    ),
    Figure(
        "letters_perhaps_sent",
        _("Letters that were perhaps sent"),
        partial(_count, Q(state__in=["dead", "perhaps_sent"], state=LetterState.PERHAPS_SENT)),
        wants_a_person=True,
        url=partial(_address_of, LetterState.PERHAPS_SENT),
    ),
]
