"""What this room itself says: the letter that tries whether mail goes out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intranet.notices.kinds import Kind

TRIAL = "notices.trial"

KINDS = [
    Kind(
        key=TRIAL,
        name=_("A letter that tries the mail server"),
        subject=_("A trial letter: mail goes out"),
        body=_(
            "Somebody who looks after this site has tried whether letters arrive. This one did. Nothing is to be done."
        ),
        offered=False,
        example={},
    ),
]
