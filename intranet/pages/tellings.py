"""What those who keep pages are told: a scheduled publication that was held back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intranet.notices.kinds import Kind

HELD_BACK = "pages.held_back"

KINDS = [
    Kind(
        key=HELD_BACK,
        name=_("A scheduled publication was held back"),
        subject=_("Not published: %(title)s"),
        body=_(
            "“%(title)s” was to be published on a schedule. Something is wanting, so that nothing was published and "
            "the draft stays as it is. Open it: the list at its head says what is wanting. Then publish it, or set "
            "another time."
        ),
        apart=True,
        example={"title": "Положення про наставництво"},
    ),
]
