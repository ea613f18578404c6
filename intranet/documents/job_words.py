"""What is wanting in a job description, said in sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.documents.rules.job_descriptions import Finding


def sentence(finding: Finding) -> str:
    """Say a finding: what is wanting, and where."""
    return _SENTENCES[finding.code](finding.text)


def fact(key: str) -> str:
    """Name a fact of the header."""
    return {
        "title": pgettext("of a post", "title"),
        "department": _("department"),
        "team": _("service or team"),
        "accountable_to": _("accountable to"),
        "post_id": _("post id"),
        "grade": _("grade"),
        "evaluation_id": _("job evaluation id"),
        "version_date": _("version date"),
    }[key]


def skill(key: str) -> str:
    """Name a language skill."""
    return {
        "listening": pgettext("language skill", "listening"),
        "speaking": pgettext("language skill", "speaking"),
        "reading": pgettext("language skill", "reading"),
        "writing": pgettext("language skill", "writing"),
    }[key]


_SENTENCES: dict[str, Callable[[str], str]] = {
    "no_fact": lambda key: _("The header does not say: %(fact)s.") % {"fact": fact(key)},
    "not_measured": lambda text: _("A criterion is not measured by anything: “%(text)s”.") % {"text": text},
    "unknown_measure": lambda text: (
        _("A criterion is measured by something that the key below the table does not explain: “%(text)s”.")
        % {"text": text}
    ),
    "no_level": lambda text: _("A criterion is neither essential nor desirable: “%(text)s”.") % {"text": text},
    "both_levels": lambda text: _("A criterion is both essential and desirable: “%(text)s”.") % {"text": text},
    "no_caption": lambda text: _("A table has no caption: “%(text)s”.") % {"text": text},
    "no_header_cells": lambda text: _("A table has no header row: “%(text)s”.") % {"text": text},
    "empty_sheet": lambda _text: _("A table has no rows: fill it in or take it out."),
    "no_category": lambda _text: _("The Welsh language category of the post is not chosen."),
    "no_skill_levels": lambda key: (
        _("The level of Welsh that the post needs is not set: %(skill)s.") % {"skill": skill(key)}
    ),
    "no_assessor": lambda _text: _("It is not recorded who assessed the Welsh language skills of the post."),
    "no_assessment_date": lambda _text: _(
        "It is not recorded when the Welsh language skills of the post were assessed."
    ),
    "no_advert_fact": lambda name: _("The advert does not say: %(fact)s.") % {"fact": name},
    "no_assessment_reason": lambda _text: _("It is not recorded why the post has this Welsh language category."),
}
