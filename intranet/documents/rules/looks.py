"""How the words of a block look (bold, slanted, a link), apart from what they say: told apart, and carried over. Pure.

A file carries bold, slanted and links to web addresses. A link to a page or a document of the site itself is the
editor's alone: it stays where its words stay, whatever file they come from.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from intranet.documents.rules.comparing import TOKEN, Mark
from intranet.documents.rules.markup import PIECE

_SCHEMES = ("https://", "http://", "mailto:")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(\w+)")
_BREAK, _PARAGRAPH = "\n", "\r"


@dataclass(frozen=True)
class Look:
    """How a letter looks; ``link`` is the tag that opens its link, as it is stored."""

    bold: bool = False
    italic: bool = False
    link: str = ""

    @property
    def address(self) -> str:
        """Return the web address that it leads to; a link within the site has none that a file could carry."""
        found = _HREF.search(self.link)
        address = html.unescape(found[1] or found[2] or "") if found else ""
        return address.rstrip("/") if address.startswith(_SCHEMES) else ""

    @property
    def is_own(self) -> bool:
        """Say whether it leads to a page or a document of the site itself."""
        return bool(self.link) and not self.address

    @property
    def seen(self) -> tuple[bool, bool, str]:
        """Return what of it a file carries."""
        return self.bold, self.italic, self.address


@dataclass(frozen=True)
class Token:
    """A word, a sign or a space, with the look of each of its letters."""

    text: str
    looks: tuple[Look, ...]

    @property
    def key(self) -> str:
        return " " if self.text.isspace() else self.text

    @property
    def seen(self) -> tuple[tuple[bool, bool, str], ...]:
        return () if self.text.isspace() else tuple(look.seen for look in self.looks)


@dataclass(frozen=True)
class StyledRun:
    """Words that are marked alike and look alike."""

    mark: Mark
    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


def tokens(markup: str) -> list[Token]:
    """Return the words of inline HTML with their looks; spaces count once."""
    letters = list(_letters(markup))
    text = "".join(letter for letter, _look in letters)
    found = []
    for match in TOKEN.finditer(text):
        looks = tuple(look for _letter, look in letters[match.start() : match.end()])
        if match[0].isspace():
            kind = _PARAGRAPH if _PARAGRAPH in match[0] else _BREAK if _BREAK in match[0] else " "
            found.append(Token(kind, looks[:1]))
        else:
            found.append(Token(match[0], looks))
    while found and found[0].text.isspace():
        del found[0]
    while found and found[-1].text.isspace():
        del found[-1]
    return found


def _letters(markup: str) -> Iterator[tuple[str, Look]]:
    look = Look()
    depth = {"b": 0, "i": 0}
    names = {"b": "b", "strong": "b", "i": "i", "em": "i"}
    for found in PIECE.finditer(markup):
        piece = found[0]
        tag = _TAG.match(piece) if piece.startswith("<") and len(piece) > 1 else None
        if tag is None:
            words = html.unescape(piece) if piece.startswith("&") else piece
            yield from ((" " if letter.isspace() else letter, look) for letter in words)
            continue
        closes, name = bool(tag[1]), tag[2].lower()
        if name in names:
            kind = names[name]
            depth[kind] = max(0, depth[kind] + (-1 if closes else 1))
            look = replace(look, bold=depth["b"] > 0, italic=depth["i"] > 0)
        elif name == "a":
            look = replace(look, link="" if closes else piece)
        elif name == "br":
            yield _BREAK, Look()
        elif name == "p":
            yield _PARAGRAPH, Look()


def same_looks(older: str, newer: str) -> bool:
    """Say whether two markups of the same words look the same, as far as a file carries it."""
    return [token.seen for token in tokens(older)] == [token.seen for token in tokens(newer)]


def merged(older: str, newer: str, *, carries_looks: bool) -> str:
    """Return the words of ``newer`` as inline HTML, looking as they do there; links of the site itself stay.

    A file without looks (plain text, PDF) leaves words that stay as they looked.
    """
    before, after = tokens(older), tokens(newer)
    made: list[Token] = []
    for tag, i1, i2, j1, j2 in _opcodes(before, after):
        if tag == "equal":
            pairs = zip(before[i1:i2], after[j1:j2], strict=True)
            made += [_kept(old, new, carries_looks=carries_looks) for old, new in pairs]
        elif j2 > j1:
            around = _around(before, i1, i2)
            made += [_fresh(token, around, carries_looks=carries_looks) for token in after[j1:j2]]
    return _written(made)


def _opcodes(before: Sequence[Token], after: Sequence[Token]) -> Sequence[tuple[str, int, int, int, int]]:
    keys = [token.key for token in before], [token.key for token in after]
    return SequenceMatcher(None, *keys, autojunk=False).get_opcodes()


def _kept(old: Token, new: Token, *, carries_looks: bool) -> Token:
    if not carries_looks or old.text in {_BREAK, _PARAGRAPH}:
        return old
    looks = zip(old.looks, new.looks, strict=True)
    return Token(new.text, tuple(_look_of(before, after) for before, after in looks))


def _look_of(before: Look, after: Look) -> Look:
    """Return a kept letter's look: the file's, with the link of the site that the file could not carry."""
    same = not after.link if before.is_own else before.address == after.address
    return replace(after, link=before.link) if same else after


def _around(before: Sequence[Token], start: int, end: int) -> Look:
    """Return the look that the words changed share with those on both sides; else a plain one."""
    if start == end:
        sides = [before[place].looks[0] for place in (start - 1, start) if 0 <= place < len(before)]
    else:
        sides = [look for token in before[start:end] if not token.text.isspace() for look in token.looks]
    return sides[0] if sides and len(set(sides)) == 1 and (start < end or len(sides) == 2) else Look()


def _fresh(token: Token, around: Look, *, carries_looks: bool) -> Token:
    if token.text in {_BREAK, _PARAGRAPH}:
        return token
    if not carries_looks:
        return Token(token.text, (around,) * len(token.text))
    own = around.link if around.is_own else ""
    return Token(token.text, tuple(replace(look, link=look.link or own) for look in token.looks))


def _written(words: Sequence[Token]) -> str:
    """Return inline HTML: links outermost, so that one over words of two looks stays one."""
    letters = [(letter, look) for token in words for letter, look in zip(token.text, token.looks, strict=True)]
    parts = []
    for link, linked in groupby(letters, key=lambda each: "" if each[0] in {_BREAK, _PARAGRAPH} else each[1].link):
        inside = "".join(_dressed(look, list(run)) for look, run in groupby(linked, key=lambda each: each[1]))
        parts.append(f"{link}{inside}</a>" if link else inside)
    return "".join(parts)


def _dressed(look: Look, run: Sequence[tuple[str, Look]]) -> str:
    text = html.escape("".join(letter for letter, _look in run), quote=False)
    text = text.replace(_BREAK, "<br/>").replace(_PARAGRAPH, "</p><p>")
    if look.italic:
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if look.bold else text


def marked_looks(older: str, newer: str, *, carries_looks: bool) -> tuple[StyledRun, ...]:
    """Return the newer words with what changes, in words or in looks, struck out and put in."""
    before, after = tokens(older), tokens(newer)
    runs: list[tuple[Mark, Token]] = []
    for tag, i1, i2, j1, j2 in _opcodes(before, after):
        if tag != "equal":
            runs += [(Mark.DELETED, token) for token in before[i1:i2]]
            runs += [(Mark.INSERTED, token) for token in after[j1:j2]]
            continue
        for old, new in zip(before[i1:i2], after[j1:j2], strict=True):
            same = not carries_looks or old.seen == new.seen
            runs += [(Mark.KEPT, old if same else new)] if same else [(Mark.DELETED, old), (Mark.INSERTED, new)]
    return tuple(_joined_runs(_in_phrases(runs)))


def _in_phrases(runs: Sequence[tuple[Mark, Token]]) -> Iterator[tuple[Mark, Token]]:
    """Put what goes before what comes where only spaces part changes, so that a phrase reads as one."""
    going: list[tuple[Mark, Token]] = []
    coming: list[tuple[Mark, Token]] = []
    for place, (mark, token) in enumerate(runs):
        nears = [runs[near][0] for near in (place - 1, place + 1) if 0 <= near < len(runs)]
        between = mark == Mark.KEPT and token.text.isspace() and len(nears) == 2 and Mark.KEPT not in nears
        if mark == Mark.DELETED or between:
            going.append((Mark.DELETED, token))
        if mark == Mark.INSERTED or between:
            coming.append((Mark.INSERTED, token))
        if mark == Mark.KEPT and not between:
            yield from (*going, *coming, (mark, token))
            going, coming = [], []
    yield from (*going, *coming)


def _joined_runs(runs: Iterator[tuple[Mark, Token]]) -> Iterator[StyledRun]:
    letters = [
        (StyledRun(mark, "", look.bold, look.italic, look.address), " " if letter == _PARAGRAPH else letter)
        for mark, token in runs
        for letter, look in zip(token.text, token.looks, strict=True)
    ]
    for style, group in groupby(letters, key=lambda each: each[0]):
        yield replace(style, text="".join(letter for _style, letter in group))
