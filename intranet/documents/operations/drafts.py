"""A draft between its reading and the page: kept as JSON, and settled by what a person decided. Nothing is saved."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from intranet.documents.reading.draft import Accounted, ApprovalData, Block, Draft, Dropped, JobFacts, Receipt

BEGINNING = -1  # where text is placed before the first block


@dataclass(frozen=True)
class Decision:
    """What becomes of text that found no place: a paragraph after a block of the draft, or left out for a reason."""

    after: int | None = None
    reason: str = ""


def as_json(draft: Draft) -> dict[str, Any]:
    """Return a draft as every database keeps it: days in ISO, without NUL and halves of characters."""
    kept: dict[str, Any] = _storable(asdict(draft))
    return kept


def draft_from(kept: Mapping[str, Any]) -> Draft:
    """Return the draft that ``as_json`` was given."""
    approval = dict(kept["approval"])
    for name in ("protocol_date", "order_date"):
        approval[name] = date.fromisoformat(approval[name]) if approval[name] else None
    receipt = dict(kept["receipt"])
    receipt["dropped"] = [Dropped(**each) for each in receipt["dropped"]]
    receipt["account"] = [Accounted(**each) for each in receipt["account"]]
    return Draft(
        title=kept["title"],
        language=kept["language"],
        kind=kept["kind"],
        blocks=[Block(**each) for each in kept["blocks"]],
        header=dict(kept["header"]),
        approval=ApprovalData(**approval),
        warnings=list(kept["warnings"]),
        receipt=Receipt(**receipt),
        others=[draft_from(each) for each in kept["others"]],
        job=JobFacts(**kept["job"]) if kept["job"] else None,
    )


def decisions_from(kept: Mapping[str, Any]) -> dict[int, Decision]:
    """Return what was decided, by the place of each text among the unplaced."""
    return {int(place): Decision(**each) for place, each in kept.items()}


def settled(draft: Draft, decisions: Mapping[int, Decision]) -> Draft:
    """Return the draft with its unplaced text where a person put it, and with the receipt that says so."""
    texts = draft.receipt.unplaced
    known = {place: each for place, each in decisions.items() if 0 <= place < len(texts)}
    receipt = replace(
        draft.receipt,
        accounted=draft.receipt.accounted + len(known),
        unplaced=[text for place, text in enumerate(texts) if place not in known],
        dropped=draft.receipt.dropped
        + [Dropped(texts[place], each.reason) for place, each in known.items() if each.after is None],
    )
    added: dict[int, list[Block]] = {}
    for place, each in sorted(known.items()):
        if each.after is not None:
            added.setdefault(each.after, []).append(paragraph(texts[place]))
    return replace(draft, blocks=_with(draft.blocks, added), receipt=receipt)


def paragraph(text: str) -> Block:
    return Block("paragraph", {"text": html.escape(text, quote=False)}, [])


def _with(blocks: Sequence[Block], added: Mapping[int, list[Block]]) -> list[Block]:
    found = list(added.get(BEGINNING, []))
    for place, block in enumerate(blocks):
        found += [block, *added.get(place, [])]
    return found


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
