"""What is wanting in a job description before it may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core import institution
from intranet.documents.job_words import sentence
from intranet.documents.rules.job_descriptions import (
    SKILLS,
    Finding,
    SkillsAssessment,
    findings_in_blocks,
    findings_in_header,
    findings_in_skills,
)
from intranet.pages.enums import Layout
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.publishing.wanting import Wanting

if TYPE_CHECKING:
    from intranet.pages.models.job_descriptions import JobDescriptionPage

FIELDS = {
    "title": "title",
    "department": "department",
    "team": "team",
    "accountable_to": "accountable_to",
    "post_id": "post_code",
    "grade": "grade",
    "evaluation_id": "evaluation_code",
    "version_date": "version_date",
}
WELSH_FIELDS = {
    "no_category": "welsh_category",
    "no_assessor": "welsh_assessed_by",
    "no_assessment_date": "welsh_assessed_on",
    "no_assessment_reason": "welsh_reason",
}


def wanting(page: JobDescriptionPage) -> list[Wanting]:
    """Return what is wanting in the header, the tables, the Welsh skills and the advert."""
    facts = {key: getattr(page, name) for key, name in FIELDS.items()}
    facts["accountable_to"] = page.accountable_post or page.accountable_to
    profile = institution.current().profile
    # A numbered instruction has no table of facts: what it does not say is advice.
    demanded = page.layout == Layout.SHEETS or profile.welsh_skills
    blocks = [(block.id, block.kind, block.data) for block in frozen_blocks(page.body, page.locale.language_code)]
    found = [
        Wanting(sentence(each), field=FIELDS[each.text], refuses=demanded or each.text == "title")
        for each in findings_in_header(facts)
    ]
    found += [Wanting(sentence(each), "body", each.block_id) for each in findings_in_blocks(blocks)]
    if profile.welsh_skills:
        found += [Wanting(sentence(each), _welsh_field(each)) for each in findings_in_skills(_assessment(page))]
    return [*found, *_of_advert(page)]


def _welsh_field(finding: Finding) -> str:
    return WELSH_FIELDS.get(finding.code) or f"welsh_{finding.text}"


def _assessment(page: JobDescriptionPage) -> SkillsAssessment:
    return SkillsAssessment(
        category=page.welsh_category,
        levels={key: getattr(page, f"welsh_{key}") for key in SKILLS},
        assessor=str(page.welsh_assessed_by or ""),
        assessed_on=page.welsh_assessed_on,
        reason=page.welsh_reason,
    )


def _of_advert(page: JobDescriptionPage) -> list[Wanting]:
    """An advert has both its days, says where to apply, and whether the post is new or vacant."""
    if not (page.advertised_from or page.advertised_until):
        return []
    needed = ("advertised_from", "advertised_until", "apply_at", "vacancy")
    return [
        Wanting(sentence(Finding("no_advert_fact", str(page._meta.get_field(name).verbose_name))), name)
        for name in needed
        if not getattr(page, name)
    ]
