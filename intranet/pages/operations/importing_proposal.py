"""What a newer file would change in the draft of a text, clause by clause. Nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils import translation

from intranet.documents.models import TextUpload
from intranet.documents.operations.uploading import draft_of
from intranet.documents.reading import Draft
from intranet.documents.rules.comparing import Pair
from intranet.documents.rules.matching import Incoming
from intranet.documents.rules.proposing import proposed
from intranet.documents.rules.taking import key_of
from intranet.documents.rules.texts import FrozenBlock
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.importing_facts import StatedOtherwise, stated_otherwise
from intranet.pages.papers.making import words as words_on_paper
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.reading import facts

WITHOUT_LOOKS = frozenset({".txt", ".pdf", ".text", ".md"})


@dataclass(frozen=True)
class Proposal:
    """What a newer file would change in a draft: pairs in the file's order, among them those that stay."""

    pairs: list[Pair]
    older: list[FrozenBlock]
    revision: int  # of the draft that the file was held against
    title: str  # that the file has, where it is another
    carries_looks: bool = True
    kept: list[FrozenBlock] = field(default_factory=list)  # blocks of parts, which only the editor changes
    above: tuple[tuple[str, str], ...] = ()  # what stands above the draft's text: names and words
    stated: list[StatedOtherwise] = field(default_factory=list)  # facts above the text, which only the editor changes

    @property
    def changes(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.is_touched]

    @property
    def keys(self) -> set[str]:
        return {key_of(pair) for pair in self.changes}


def propose(*, page: DocumentPage, upload: TextUpload) -> Proposal:
    """Return what the file changes in the draft of a page; nothing is saved."""
    return proposal_of(page, upload, draft_of(upload))


def proposal_of(page: DocumentPage, upload: TextUpload, read: Draft) -> Proposal:
    """Return what a file, as read, changes in the draft of a page."""
    saved: DocumentPage = page.get_latest_revision_as_object()
    language = saved.locale.language_code
    older = frozen_blocks(saved.body, language)
    blocks = [Incoming(block.kind, block.data, block.source_id) for block in read.blocks]
    with translation.override(language):
        heads = words_on_paper()
        above = facts.above(saved.document_kind, saved.frozen_facts(), language)
        stated = stated_otherwise(saved, read, blocks, above)
    carries_looks = PurePath(upload.file_name).suffix.lower() not in WITHOUT_LOOKS
    seed = f"{upload.sha256}:{upload.pk}"
    found = proposed(older, blocks, heads, seed=seed, carries_looks=carries_looks, above=above)
    return Proposal(
        pairs=found.pairs,
        older=older,
        revision=page.latest_revision_id or 0,
        title=read.title if read.title.casefold() != saved.title.casefold() else "",
        carries_looks=carries_looks,
        kept=found.kept,
        above=above,
        stated=stated,
    )
