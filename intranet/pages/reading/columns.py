"""The heads of columns where a table names none, in the active language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.pages.enums import FactKind


def words() -> dict[str, str]:
    """Return the heads by their names."""
    return {
        "value": pgettext("of an institution", "Value"),
        "behaviours": _("Behaviours"),
        "leading": _("Leading behaviours"),
        "negative": _("Negative behaviours"),
        "criterion": _("Requirement"),
        "essential": _("Essential"),
        "desirable": _("Desirable"),
        "measured": _("Measured by"),
        "staff": str(FactKind.STAFF.label),
        "budget": str(FactKind.BUDGET.label),
        "deputising": str(FactKind.DEPUTISING.label),
    }


def words_in(language: str) -> dict[str, str]:
    """Return the heads in the language of a text."""
    with translation.override(language):
        return words()
