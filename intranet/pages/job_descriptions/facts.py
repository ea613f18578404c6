"""The header of a job description as facts that are frozen with its text (JOB-01): JSON values, in its own language.

A page is a ``JobDescriptionPage``, which stands above this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation

from intranet.documents.job_words import skill
from intranet.documents.rules.job_descriptions import SKILLS
from intranet.pages.job_descriptions.freezing import title_in


def frozen(page: Any) -> dict[str, Any]:
    """Return what the header says, without what it does not say; the layout is always there."""
    levels = {key: getattr(page, f"welsh_{key}") for key in SKILLS} if page.welsh_category else {}
    with translation.override(page.locale.language_code):
        said = {
            "layout": str(page.layout),
            "department": page.department,
            "team": page.team,
            "accountable_to": _accountable_to(page),
            "post_id": page.post_code,
            "grade": page.grade,
            "evaluation_id": page.evaluation_code,
            "version_date": page.version_date.isoformat() if page.version_date else "",
            "statutory_role": page.statutory_role,
            "welsh_category": page.get_welsh_category_display(),
            "welsh_levels": {key: level for key, level in levels.items() if level is not None},
        }
    return {name: value for name, value in said.items() if value}


def _accountable_to(page: Any) -> str:
    """Return whom a post is accountable to: the post with its id, or the words that stand for it."""
    post = page.accountable_post
    if post is None:
        return str(page.accountable_to)
    title = title_in(post.titles, page.locale.language_code)
    return f"{title} ({post.code})" if post.code else title


def shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a reader is shown of the frozen header beside its plain words."""
    return {"version_date": day_in(facts), "welsh_levels": levels_in(facts)}


def day_in(facts: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(facts["version_date"]) if facts.get("version_date") else None


def levels_in(facts: Mapping[str, Any]) -> str:
    """Return the levels of Welsh in words of the active language."""
    levels = facts.get("welsh_levels", {})
    return ", ".join(f"{skill(key)} {levels[key]}" for key in SKILLS if key in levels)
