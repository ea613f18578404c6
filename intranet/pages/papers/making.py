"""Editions and drafts as papers: what stands above, beside and below their text, in the document's own language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import clock, institution
from intranet.core.dates import format_date
from intranet.documents import queries
from intranet.documents.models import Edition
from intranet.documents.queries.pairing import standings
from intranet.documents.rendering import Linker
from intranet.documents.rules.pairing import Frozen, State
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.rules.two_columns import Comparison, rows_of
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.reading import columns, facts, heads
from intranet.pages.reading import editions as reading
from intranet.pages.translations import bilingual

if TYPE_CHECKING:
    from intranet.pages.models.documents import DocumentPage


def of_edition(page: DocumentPage, standing: queries.Standing) -> Paper:
    """Return an edition as a paper; above one of another day that froze no facts, none stand."""
    edition = standing.edition
    is_latest = bool(standing.editions) and standing.editions[0] == edition
    stated = edition.facts or (page.frozen_facts() if is_latest else {})
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
            facts=facts.above(page.document_kind, stated, edition.language),
            address=f"{origin()}{page.url or ''}{f'{day}/' if day else ''}",
            content_hash=edition.content_hash,
            foreign=_untranslated(edition),
            notices=_notices(edition),
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
            facts=facts.above(draft.document_kind, draft.frozen_facts(), language),
            edition=_("Draft"),
            institution=institution.current().name_in(language),
            words=words(),
        )


def comparison(older: Edition, newer: Edition | DocumentPage, paper: Paper, *, whole: bool) -> Comparison:
    """Return two texts beside each other; ``paper`` is the newer one's."""
    after = queries.text_of(newer) if isinstance(newer, Edition) else frozen_blocks(newer.body, paper.language)
    with translation.override(paper.language):
        before, now = heads.of_edition(older), heads.of_text(newer)
        above, named = heads.lines(before, now), columns.words()
        rows = rows_of(queries.text_of(older), after, whole=whole, heads=above, columns=named)
        return Comparison(paper, (_in_force_from(older), paper.edition), rows)


def words() -> dict[str, str]:
    """Return the words of ours on a paper, in the active language."""
    return {
        "page": _("Page {page} of {pages}"),
        "missing": _("The fonts of this file lack some of the letters, shown as �; the page on the site has them."),
        **columns.words(),
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


def _notices(edition: Edition) -> dict[str, str]:
    """Return what is said, by id, of the blocks that are not translated and of those whose original has changed."""
    found = standings(edition, clock.today())
    notices = {key: bilingual.not_translated(source) for key, source in _untranslated(edition).items()}
    if found.source is None:
        return notices
    stale = (key for key, state in found.states.items() if state is State.STALE)
    return notices | dict.fromkeys(stale, bilingual.changed_on(found.source))
