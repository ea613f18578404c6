"""What is made of an edition's text once, so that reading costs nothing: markup, search keys, references, addresses.

None of it is part of what was approved: the hash covers the words alone, so that it can be made again in a better way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction

from intranet.core import words
from intranet.documents import searching
from intranet.documents.enums import ClauseChange
from intranet.documents.models import Clause, Document, Edition, Reference
from intranet.documents.queries import text_of
from intranet.documents.rendering import Citation, Linker, Neighbour, page_address, render
from intranet.documents.rules.addresses import Held, former_anchors, gone
from intranet.documents.rules.comparing import Change, compare
from intranet.documents.rules.outlines import outline
from intranet.documents.rules.references import titled
from intranet.documents.rules.texts import FrozenBlock, anchors, plain_text

MAKING = 2  # raise it when markup, keys or references are made in another way: the sweep makes all editions anew
AT_ONCE = 500
A_SWEEP = 20  # editions


def index_clauses(*, edition: Edition, blocks: Sequence[FrozenBlock], on_date: date) -> None:
    """Write the clauses of a new edition, what they cite, and the addresses that they had before."""
    made = _made(edition, blocks, on_date)
    Clause.objects.bulk_create([clause for clause, _citations in made], batch_size=AT_ONCE)
    _write_references(edition, made)
    Edition.objects.filter(pk=edition.pk).update(making=MAKING)
    remember_addresses(edition=edition)


@transaction.atomic
def make_again(*, edition: Edition, on_date: date) -> None:
    """Make anew what is made of an edition's text; the text stays as it was frozen.

    An anchor that was another is no lost address: it was the clause's permanent id, which each clause has beside it.
    """
    made = _made(edition, text_of(edition), on_date)
    keys = dict(edition.clauses.values_list("block_id", "pk"))
    for clause, _citations in made:
        clause.pk = keys[clause.block_id]
    fields = ["anchor", "html", "text", "search_key", "lemmas", "change"]
    Clause.objects.bulk_update([clause for clause, _citations in made], fields, batch_size=AT_ONCE)
    Reference.objects.filter(clause__edition=edition).delete()
    _write_references(edition, made)
    Edition.objects.filter(pk=edition.pk).update(making=MAKING)
    remember_addresses(edition=edition)


def make_outdated_again(*, on_date: date) -> int:
    """Make a few editions anew that were last made in an earlier way, and return how many."""
    outdated = Edition.objects.exclude(making=MAKING).order_by("superseded_at", "-published_at")[:A_SWEEP]
    for edition in outdated:
        make_again(edition=edition, on_date=on_date)
    return len(outdated)


# --- Clauses and what they cite ------------------------------------------------------------------------------------

Made = list[tuple[Clause, list[Citation]]]


def _made(edition: Edition, blocks: Sequence[FrozenBlock], on_date: date) -> Made:
    linker = Linker(
        list(blocks),
        language=edition.language,
        title=edition.title,
        neighbours=_Neighbours(edition, on_date).at,
    )
    changes = _changes(edition, blocks)
    made: Made = []
    for position, (block, anchor) in enumerate(zip(blocks, anchors(blocks), strict=True)):
        text = plain_text(block)
        html = render(linker.linked(block), anchor=anchor, language=edition.language)
        clause = Clause(
            edition=edition,
            position=position,
            block_id=block.id,
            kind=block.kind,
            number=block.number,
            anchor=anchor,
            heading=block.heading,
            data=block.data,
            html=html,
            text=text,
            search_key=words.search_key(text),
            lemmas=searching.keys(text, edition.language),
            change=changes.get(block.id, ""),
        )
        made.append((clause, linker.citations))
    return made


def _write_references(edition: Edition, made: Made) -> None:
    rows = [
        Reference(
            clause=clause, document_id=citation.document or edition.document_id, block_id=block_id, cited=citation.cited
        )
        for clause, citations in made
        for citation in citations
        for block_id in citation.block_ids or ("",)
    ]
    Reference.objects.bulk_create(rows, batch_size=AT_ONCE)


def _changes(edition: Edition, blocks: Sequence[FrozenBlock]) -> dict[str, str]:
    """Return by id how the clauses stand to the edition of the date before; a correction is no edition of its own."""
    if edition.in_force_from is None:
        return {}
    before = Edition.objects.standing().filter(
        document=edition.document_id, language=edition.language, in_force_from__lt=edition.in_force_from
    )
    older = before.order_by("-in_force_from").first()
    if older is None:
        return {}
    changes = {}
    for pair in compare(text_of(older), blocks):
        if pair.newer is None or not pair.is_touched:
            continue
        if pair.change == Change.ADDED:
            changes[pair.newer.id] = ClauseChange.ADDED.value
        elif pair.change == Change.CHANGED:
            changes[pair.newer.id] = ClauseChange.CHANGED.value
        elif pair.is_renumbered:
            changes[pair.newer.id] = ClauseChange.RENUMBERED.value
    return changes


class _Neighbours:
    """The other documents of the house in an edition's language, found by the titles that its text names."""

    def __init__(self, edition: Edition, on_date: date) -> None:
        self.edition, self.on_date = edition, on_date
        self._titles: list[tuple[str, str]] | None = None
        self._found: dict[int, Neighbour | None] = {}

    def at(self, text: str, place: int) -> Neighbour | None:
        if self._titles is None:
            titles = Edition.objects.standing().filter(language=self.edition.language)
            titles = titles.exclude(document=self.edition.document_id).order_by("pk")
            self._titles = [(str(pk), title) for pk, title in titles.values_list("document", "title")]
        key = titled(text, place, self._titles)
        if not key:
            return None
        if int(key) not in self._found:
            self._found[int(key)] = self._neighbour(int(key))
        return self._found[int(key)]

    def _neighbour(self, document: int) -> Neighbour | None:
        rows = Edition.objects.standing().filter(document=document, language=self.edition.language)
        edition = rows.filter(in_force_from__lte=self.on_date).order_by("-in_force_from").first() or rows.first()
        if edition is None:
            return None
        key = Document.objects.values_list("key", flat=True).get(pk=document)
        return Neighbour(document, outline(text_of(edition)), page_address(key, edition.language))


# --- Addresses that stay -------------------------------------------------------------------------------------------


def remember_addresses(*, edition: Edition) -> None:
    """Say of an edition, and of those that came after it, which earlier addresses lead to which of its clauses."""
    same = Edition.objects.filter(document=edition.document_id, language=edition.language)
    editions = sorted(same, key=_in_time)
    held = _held(editions)
    mine = next(place for place, each in enumerate(editions) if each.pk == edition.pk)
    for place in range(mine, len(editions)):
        earlier = [block for each in reversed(editions[:place]) for block in held[each.pk]]
        _remember(editions[place], held[editions[place].pk], earlier)


def _in_time(edition: Edition) -> tuple[date, bool, float]:
    """Sort editions by their day; of one day the standing one comes last, those that were corrected before it."""
    published = edition.published_at
    return edition.in_force_from or published.date(), edition.superseded_at is None, published.timestamp()


def _held(editions: Sequence[Edition]) -> dict[int, list[Held]]:
    held: dict[int, list[Held]] = {edition.pk: [] for edition in editions}
    by_key = {edition.pk: edition for edition in editions}
    rows = Clause.objects.filter(edition__in=held).order_by("position")
    for pk, block_id, anchor, number in rows.values_list("edition", "block_id", "anchor", "number"):
        each = by_key[pk]
        held[pk].append(Held(block_id, anchor, number, pk, each.in_force_from, each.superseded_at is None))
    return held


def _remember(edition: Edition, present: Sequence[Held], earlier: Sequence[Held]) -> None:
    former = {key: "\n".join(anchors) for key, anchors in former_anchors(present, earlier).items()}
    rows = [
        row
        for row in Clause.objects.filter(edition=edition).only("pk", "block_id", "former_anchors")
        if row.former_anchors != former.get(row.block_id, "")
    ]
    for row in rows:
        row.former_anchors = former.get(row.block_id, "")
    Clause.objects.bulk_update(rows, ["former_anchors"], batch_size=AT_ONCE)
    entries = [{**asdict(each), "in_force_from": _written(each.in_force_from)} for each in gone(present, earlier)]
    if edition.gone != entries:
        Edition.objects.filter(pk=edition.pk).update(gone=entries)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
