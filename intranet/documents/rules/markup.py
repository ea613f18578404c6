"""The inline markup of a block: where its words stand between its tags, and what may be put around them. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

PIECE = re.compile(r"<[^>]*>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{1,31});|[^<&]+|[<&]")
MARKED_WORD = re.compile(r"\w+(?:['’ʼ]\w+)*")
BREAKS = re.compile(r"<(?:br|/?p|/?li|/?ul|/?ol|/?t[dhr]|/?h\d|/?div|/?caption)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Around:
    """What is put around the characters from ``start`` to ``end`` of a text."""

    start: int
    end: int
    opening: str
    closing: str


@dataclass(frozen=True)
class Spread:
    """A markup with the words in it: ``places`` says for each character of ``text`` where it stands in the markup."""

    text: str
    places: tuple[tuple[int, int], ...]
    linked: frozenset[int]  # the characters within a link of the author's own


def spread(markup: str) -> Spread:
    """Return the words of a markup; a tag that breaks the line counts as a line feed of no width."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    linked: set[int] = set()
    in_link = False
    for found in PIECE.finditer(markup):
        piece, begin = found[0], found.start()
        if piece.startswith("<") and len(piece) > 1:
            in_link = piece[:2].lower() == "<a" or (in_link and piece[:3].lower() != "</a")
            if BREAKS.match(piece):
                text.append("\n")
                places.append((begin, begin))
            continue
        characters = _characters(piece, begin)
        if in_link:
            linked.update(range(len(text), len(text) + len(characters)))
        text.extend(character for character, _place in characters)
        places.extend(place for _character, place in characters)
    return Spread("".join(text), tuple(places), frozenset(linked))


def _characters(piece: str, begin: int) -> list[tuple[str, tuple[int, int]]]:
    if piece.startswith("&") and len(piece) > 1:
        whole = (begin, begin + len(piece))
        return [(character, whole) for character in html.unescape(piece)[:1]]
    return [(character, (begin + at, begin + at + 1)) for at, character in enumerate(piece)]


def surround(markup: str, words: Spread, arounds: Iterable[Around]) -> str:
    """Return the markup with something put around some of its words; the words themselves stay as they are.

    What lies across a tag, or in a link of the author's own, is left as it is.
    """
    result: list[str] = []
    done = 0
    for around in sorted(arounds, key=lambda each: each.start):
        begin, end = words.places[around.start][0], words.places[around.end - 1][1]
        torn = "<" in markup[begin:end]
        if begin < done or torn or words.linked.intersection(range(around.start, around.end)):
            continue
        result += [markup[done:begin], around.opening, markup[begin:end], around.closing]
        done = end
    return "".join([*result, markup[done:]])


def mark_words(markup: str, is_wanted: Callable[[str], bool]) -> str:
    """Return the markup with the words that are wanted in ``<mark>``; a word that a tag or an entity parts is not."""

    def marked(found: re.Match[str]) -> str:
        return f"<mark>{found[0]}</mark>" if is_wanted(found[0]) else found[0]

    pieces = PIECE.findall(markup)
    return "".join(piece if piece[0] in "<&" else MARKED_WORD.sub(marked, piece) for piece in pieces)
