"""What a document says, as the data that Typst sets. Texts are data: no markup is read in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from intranet.core.typesetting import fonts
from intranet.core.typesetting.texts import clean
from intranet.documents.rules.papers import Heading, Line, Marks, Paper, Piece, Shape, Table
from intranet.documents.rules.shapes import shapes_of
from intranet.documents.rules.texts import anchors
from intranet.documents.rules.two_columns import Cell, Comparison

_SCHEMES = ("https://", "http://", "mailto:")
# Signs that the fonts lack and that others say as well.
_SAID_OTHERWISE = str.maketrans(
    {"−": "–", "≤": "<=", "≥": ">=", "→": "->", "←": "<-", "✓": "×", "✔": "×", "●": "•", "▪": "•", "■": "•", "◦": "•"}
)
_UNKNOWN = "\ufffd"


@dataclass
class Setter:
    """Makes texts settable, and keeps whether a letter was lost."""

    lost: bool = False
    known: frozenset[int] = field(default_factory=fonts.letters)

    def text(self, text: str) -> str:
        cleaned = clean(text).translate(_SAID_OTHERWISE)
        if all(ord(letter) in self.known or letter == "\n" for letter in cleaned):
            return cleaned
        self.lost = True
        return "".join(letter if ord(letter) in self.known or letter == "\n" else _UNKNOWN for letter in cleaned)

    def texts(self, texts: Iterable[str]) -> list[str]:
        return [self.text(text) for text in texts]


def head_of(paper: Paper, setter: Setter, *, wide: bool = False) -> dict[str, Any]:
    """Return what every document has: its title, its foot, the day that its file is dated."""
    moment = datetime.combine(paper.dated, time(), tzinfo=UTC)
    return {
        "title": setter.text(paper.title),
        "language": paper.language,
        "institution": setter.text(paper.institution),
        "address": setter.text(paper.address.partition("://")[2]),
        "content_hash": paper.content_hash,
        "running": setter.text(" · ".join(part for part in (_short(paper.title), paper.edition) if part)),
        "wide": wide,
        "date": [paper.dated.year, paper.dated.month, paper.dated.day],
        "moment": int(moment.timestamp()),
    }


def side_of(paper: Paper, setter: Setter) -> dict[str, Any]:
    """Return the head of a text in one language."""
    return {
        "title": setter.text(paper.title),
        "language": paper.language,
        "stamp": setter.texts(paper.stamp),
        "state": setter.text(paper.state),
        "facts": [setter.texts(fact) for fact in paper.facts],
    }


def edition(paper: Paper) -> dict[str, Any]:
    """Return the data of a document in one language."""
    setter = Setter()
    data = {**head_of(paper, setter), **side_of(paper, setter), "blocks": blocks_of(paper, setter, is_alone=True)}
    return {**data, "words": words_of(paper, setter)}


def bilingual(left: Paper, right: Paper) -> dict[str, Any]:
    """Return the data of a document in two languages: blocks of one permanent id stand beside each other."""
    setter = Setter()
    first, second = grouped(left, setter), grouped(right, setter)
    rows = [[shapes, second.pop(key, [])] for key, shapes in first.items()] + [[[], left] for left in second.values()]
    head = head_of(left, setter, wide=True)
    return {
        **head,
        "title": f"{head['title']} / {setter.text(right.title)}",
        "sides": [side_of(paper, setter) for paper in (left, right)],
        "rows": rows,
        "words": words_of(left, setter),
    }


def comparison(compared: Comparison) -> dict[str, Any]:
    """Return the data of two texts beside each other."""
    setter = Setter()
    words = compared.paper.words
    rows = [
        {
            "left": _cell(row.left, setter),
            "right": _cell(row.right, setter),
            "note": setter.text(words["moved"]) if row.is_moved else "",
        }
        for row in compared.rows
    ]
    return {
        **head_of(compared.paper, setter, wide=True),
        "heads": [setter.texts(head) for head in compared.heads],
        "rows": rows,
        "words": words_of(compared.paper, setter, "compared", "key", "deleted", "inserted", "same"),
    }


def _cell(cell: Cell, setter: Setter) -> dict[str, Any]:
    number = [{"mark": cell.number.mark.value, "text": setter.text(cell.number.text)}] if cell.number else []
    lines = [[{"mark": run.mark.value, "text": setter.text(run.text)} for run in line] for line in cell.lines]
    return {"number": number, "lines": lines}


def words_of(paper: Paper, setter: Setter, *names: str) -> dict[str, str]:
    """Return the printed words; that letters were lost is said last, when all has been set."""
    said = {name: setter.text(paper.words[name]) for name in ("page", *names)}
    return {**said, "missing": setter.text(paper.words["missing"]) if setter.lost else ""}


def blocks_of(paper: Paper, setter: Setter, *, is_alone: bool) -> list[dict[str, Any]]:
    """Return the shapes of a text; where it stands alone, its clauses are found by their addresses."""
    names = dict(zip((block.id for block in paper.blocks), anchors(paper.blocks), strict=True)) if is_alone else {}
    targets = set(names.values())
    shapes = shapes_of(paper.blocks, paper.words)
    said = [{**_shape(shape, setter, names, targets), **foreign(shape.id, paper)} for shape in shapes]
    last = {shape.id: place for place, shape in enumerate(shapes)}
    for key, notice in paper.notices.items():
        if key in last:
            said[last[key]]["notice"] = setter.text(notice)
    return said


def foreign(block_id: str, paper: Paper) -> dict[str, str]:
    """Return the language of a block that is not translated, so that it is read and hyphenated as what it is."""
    return {"foreign": paper.foreign[block_id]} if block_id in paper.foreign else {}


def grouped(paper: Paper, setter: Setter) -> dict[str, list[dict[str, Any]]]:
    """Return the shapes of a text by the block to which they belong."""
    found: dict[str, list[dict[str, Any]]] = {}
    for block in paper.blocks:
        shapes = [_shape(shape, setter, {}, ()) for shape in shapes_of([block], paper.words)]
        found[block.id] = [{**shape, "new_page": False, **foreign(block.id, paper)} for shape in shapes]
        if shapes and block.id in paper.notices:
            found[block.id][-1]["notice"] = setter.text(paper.notices[block.id])
    return found


def _shape(shape: Shape, setter: Setter, names: Mapping[str, str], targets: Collection[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"id": _label(names[shape.id])} if shape.id in names else {}
    match shape:
        case Heading():
            number, text = setter.text(shape.number), setter.text(shape.text)
            said |= {"shape": "heading", "level": shape.level, "number": number, "text": text}
            return {**said, "new_page": shape.new_page}
        case Marks():
            items = [
                {"mark": setter.text(mark), "lines": _lines(lines, setter, targets)} for mark, lines in shape.items
            ]
            return {**said, "shape": "marks", "items": items}
        case Table():
            rows = [setter.texts(row) for row in shape.rows]
            said |= {"shape": "table", "caption": setter.text(shape.caption), "weights": shape.weights}
            return {**said, "header": shape.header_rows, "rows": rows}
    lines = _lines(shape.lines, setter, targets)
    return {**said, "shape": "words", "kind": shape.kind, "number": setter.text(shape.number), "lines": lines}


def _lines(lines: Sequence[Line], setter: Setter, targets: Collection[str]) -> list[list[dict[str, Any]]]:
    return [[_piece(piece, setter, targets) for piece in line] for line in lines]


def _piece(piece: Piece, setter: Setter, targets: Collection[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"t": setter.text(piece.text)}
    if piece.bold:
        said["b"] = True
    if piece.italic:
        said["i"] = True
    if piece.href.startswith("#") and piece.href[1:] in targets:
        said["to"] = _label(piece.href[1:])
    elif piece.href.startswith(_SCHEMES):
        said["h"] = piece.href
    return said


def _label(anchor: str) -> str:
    return f"at-{anchor}"


def _short(title: str) -> str:
    return title if len(title) <= 90 else f"{title[:89].rstrip()}…"
