"""Which of the proposed changes a person takes, and the text that comes of it, block by block. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from intranet.documents.rules.comparing import Change, Pair


@dataclass(frozen=True)
class Taken:
    """A block of the text to be, as it was (``is_new`` false) or as the file has it."""

    pair: Pair
    is_new: bool


def key_of(pair: Pair) -> str:
    """Return the permanent id of the block that a change is about."""
    block = pair.older or pair.newer
    assert block is not None  # noqa: S101 - a pair has one of the two
    return block.id


def take(pairs: Sequence[Pair], older: Sequence[str], taken: Collection[str]) -> list[Taken]:
    """Return the text with the changes whose keys are ``taken``; ``older`` are the ids of the text as it was.

    What is not taken stays: a clause that was to move or to go stays behind the one that it stood behind.
    """
    result: list[Taken] = []
    staying: dict[str, Pair] = {}
    for pair in pairs:
        key = key_of(pair)
        if key in taken or not pair.is_touched:
            if pair.change != Change.REMOVED:
                result.append(Taken(pair, is_new=pair.is_touched))
        elif pair.change == Change.REMOVED or pair.is_moved:
            staying[key] = pair
        elif pair.change != Change.ADDED:
            result.append(Taken(pair, is_new=False))
    return _put_back(result, older, staying)


def _put_back(result: list[Taken], older: Sequence[str], staying: dict[str, Pair]) -> list[Taken]:
    """Put what stays behind the block that it stood behind, or at the beginning."""
    following: dict[str, list[Taken]] = {}
    there = {key_of(each.pair) for each in result}
    behind = ""
    for key in older:
        if key in staying:
            following.setdefault(behind, []).append(Taken(staying[key], is_new=False))
        elif key in there:
            behind = key
    whole = list(following.get("", ()))
    for each in result:
        whole.append(each)
        whole += following.get(key_of(each.pair), ())
    return whole
