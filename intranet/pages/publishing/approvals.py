"""What is wanting in the approval of a page that is to be published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from intranet.pages.publishing.wanting import Wanting


def wanting(page: Any) -> list[Wanting]:
    """Return what is wanting in a page's approval and text, whatever kind of document it is."""
    found = []
    approved = bool(page.minutes_id or page.order_id)
    if page.in_force_from and not approved:
        message = _("A text is in force by an approval: choose the minutes or the order above the date.")
        found.append(Wanting(message, "in_force_from"))
    if approved and not page.in_force_from:
        found.append(Wanting(_("The approval is there, but no day from which the text is in force."), "in_force_from"))
    if page.approval_is_expected and not approved and not page.reason_not_recorded.strip():
        message = _("Choose the minutes or the order that approve the text, or say why no approval is recorded.")
        found.append(Wanting(message, "reason_not_recorded"))
    if not page.body:
        found.append(Wanting(_("There is no text yet."), "body"))
    return found
