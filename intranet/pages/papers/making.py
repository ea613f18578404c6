"""Editions and drafts as papers: what stands above, beside and below their text, in the document's own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.core import clock, institution
from intranet.core.dates import format_date, format_decimal
from intranet.documents import queries
from intranet.documents.enums import DocumentKind
from intranet.documents.models import Edition
from intranet.documents.rendering import Linker
from intranet.documents.rules.pairing import Frozen, State
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.rules.two_columns import Comparison, rows_of
from intranet.pages.job_descriptions import facts as job_facts
from intranet.pages.programmes import facts as programme_facts
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.reading import editions as reading

if TYPE_CHECKING:
    from intranet.pages.models.documents import DocumentPage

# The frozen facts that stand above a text, by the kind of document; a field of another name lends its word.
FACTS: dict[str, tuple[str, ...]] = {
    DocumentKind.JOB_DESCRIPTION: (
        *("department", "team", "accountable_to", "grade", "post_id", "evaluation_id", "version_date"),
        *("statutory_role", "welsh_category", "welsh_levels"),
    ),
    DocumentKind.PROGRAMME: (
        *("developers", "aim", "directions", "direction", "offered_forms", "forms", "contact_hours"),
        *("self_study_hours", "stated_credits", "shared_competences", "competences", "outcomes", "performers"),
        *("timing", "place", "awards"),
    ),
}
FIELDS = {"post_id": "post_code", "evaluation_id": "evaluation_code"}


def of_edition(page: DocumentPage, standing: queries.Standing) -> Paper:
    """Return an edition as a paper; above one of another day that froze no facts, none stand."""
    edition = standing.edition
    is_latest = bool(standing.editions) and standing.editions[0] == edition
    day = edition.in_force_from
    with translation.override(edition.language):
        return Paper(
            title=edition.title,
            language=edition.language,
            blocks=tuple(_linked(queries.text_of(edition), edition.language, edition.title)),
            dated=day or clock.date_of(edition.published_at),
            stamp=tuple(reading.stamp_lines(edition)),
            state=reading.state_sentence(standing, edition.language),
            edition=_in_force_from(edition),
            facts=_facts(page, edition.facts or (page.frozen_facts() if is_latest else {})),
            address=f"{origin()}{page.url or ''}{f'{day}/' if day else ''}",
            content_hash=edition.content_hash,
            foreign=_untranslated(edition),
            institution=institution.current().name_in(edition.language),
            words=words(),
        )


def of_draft(draft: DocumentPage) -> Paper:
    """Return a page as it was last saved."""
    language = draft.locale.language_code
    saved = draft.latest_revision_created_at or draft.last_published_at or draft.first_published_at
    with translation.override(language):
        return Paper(
            title=draft.title,
            language=language,
            blocks=tuple(_linked(frozen_blocks(draft.body, language), language, draft.title)),
            dated=clock.date_of(saved) if saved else clock.today(),
            state=_("Draft: this text has not been published."),
            facts=_facts(draft, draft.frozen_facts()),
            edition=_("Draft"),
            institution=institution.current().name_in(language),
            words=words(),
        )


def comparison(older: Edition, newer: Edition | DocumentPage, paper: Paper, *, whole: bool) -> Comparison:
    """Return two texts beside each other; ``paper`` is the newer one's."""
    after = queries.text_of(newer) if isinstance(newer, Edition) else frozen_blocks(newer.body, paper.language)
    rows = rows_of(queries.text_of(older), after, whole=whole, titles=(older.title, newer.title))
    with translation.override(paper.language):
        return Comparison(paper, (_in_force_from(older), paper.edition), rows)


def words() -> dict[str, str]:
    """Return the words of ours on a paper, in the active language."""
    return {
        "page": _("Page {page} of {pages}"),
        "missing": _("The fonts of this file lack some of the letters, shown as �; the page on the site has them."),
        "value": pgettext("of an institution", "Value"),
        "behaviours": _("Behaviours"),
        "leading": _("Leading behaviours"),
        "negative": _("Negative behaviours"),
        "criterion": _("Requirement"),
        "essential": _("Essential"),
        "desirable": _("Desirable"),
        "measured": _("Measured by"),
        "compared": _("Comparison, clause by clause"),
        "key": _("How changes are marked:"),
        "deleted": _("words that go"),
        "inserted": _("words that come"),
        "same": _("The two editions say the same."),
        "moved": _("moved"),
    }


def origin() -> str:
    """Return the site's own address without a path, as letters give it."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _in_force_from(edition: Edition) -> str:
    if edition.in_force_from is None:
        return _("Approval not recorded")
    return _("In force from %(day)s") % {"day": format_date(edition.in_force_from, edition.language)}


def _linked(blocks: list[FrozenBlock], language: str, title: str) -> Iterable[FrozenBlock]:
    """Return the blocks with what they cite of their own text as links; the cells of a table stay plain."""
    linker = Linker(blocks, language=language, title=title)
    for block in blocks:
        linked = linker.linked(block)
        yield block if "rows" in block.data else linked


def _untranslated(edition: Edition) -> dict[str, str]:
    """Return the blocks that stand in their original's language, by id."""
    pairing = Frozen.from_json(edition.pairing or {})
    missing = (key for key, (state, _made_from) in pairing.blocks.items() if state == State.MISSING)
    return dict.fromkeys(missing, pairing.source) if pairing.source else {}


def _facts(page: DocumentPage, facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    names = [name for name in FACTS.get(page.document_kind, ()) if facts.get(name)]
    return tuple((_label(page, name), _said(name, facts, page.locale.language_code)) for name in names)


def _label(page: DocumentPage, name: str) -> str:
    if name == "welsh_levels":
        return _("Level of Welsh, 0 to 5")
    return capfirst(str(page._meta.get_field(FIELDS.get(name, name)).verbose_name))


def _said(name: str, facts: Mapping[str, Any], language: str) -> str:
    """Return a fact in words of a language."""
    value = facts[name]
    if name == "version_date":
        return format_date(date.fromisoformat(value), language)
    if name == "welsh_levels":
        return job_facts.levels_in(facts)
    if name in programme_facts.NUMBERS:
        return format_decimal(Decimal(value), language)
    if name in programme_facts.LISTS:
        return "\n".join(each["name"] for each in value)
    return str(value)
