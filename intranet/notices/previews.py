"""What a notice of each kind looks like as a letter, with the latest real one, or the kind's own example."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from intranet.core import institution
from intranet.core.languages import OWN_NAMES
from intranet.core.models import Institution
from intranet.notices.kinds import Kind
from intranet.notices.letters import LOGO, Written, write
from intranet.notices.mail import logo
from intranet.notices.models import Notice
from intranet.notices.queries import post_settings


@dataclass(frozen=True)
class Preview:
    """A letter that is not sent. ``is_real``: its notice was told to somebody; else it is the kind's example."""

    kind: Kind
    written: Written
    is_real: bool


def language_choices() -> list[tuple[str, str]]:
    """Return in which languages letters can speak here: each of the site's, and by the Welsh rule both together."""
    site = institution.current()
    choices = [(code, OWN_NAMES[code]) for code in site.languages]
    if site.profile.unknown_preference_means_both and len(site.languages) > 1:
        both = site.languages[:2]
        choices.insert(0, ("+".join(both), " + ".join(OWN_NAMES[code] for code in both)))
    return choices


def preview_of(kind: Kind, *, languages: Sequence[str], site: Institution | None = None) -> Preview | None:
    """Return a letter with one notice of ``kind``; None where there is neither a real one nor an example."""
    latest = Notice.objects.filter(kind_key=kind.key).order_by("-pk").first()
    if latest is None and kind.example is None:
        return None
    notice = latest or Notice(pk=0, kind_key=kind.key, context=dict(kind.example or {}), statutory=kind.statutory)
    written = write(
        [notice],
        languages=languages,
        site=site or institution.current(),
        frame=post_settings(),
        digest_on=None,
    )
    return Preview(kind, written, is_real=latest is not None)


def html_to_look_at(preview: Preview) -> str:
    """Return the letter's HTML for a browser, which finds no logo inside the letter."""
    if f"cid:{LOGO}" not in preview.written.html:
        return preview.written.html
    return preview.written.html.replace(f"cid:{LOGO}", f"data:image/png;base64,{base64.b64encode(logo()).decode()}")
