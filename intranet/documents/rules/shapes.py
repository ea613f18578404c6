"""The blocks of a text as the shapes that are put on paper, by kind. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from intranet.documents.enums import BlockKind
from intranet.documents.rules.papers import Heading, Line, Marks, Shape, Table, Words, lines_in, plain_lines
from intranet.documents.rules.structured import BOTH, DESIRABLE, ESSENTIAL, GROUP, MATRIX_PARTS, NOTE
from intranet.documents.rules.texts import FrozenBlock, plain_text

Heads = Mapping[str, str]
TICK = "×"  # in the columns essential and desirable: a sign that every font has


def shapes_of(blocks: Iterable[FrozenBlock], words: Heads) -> list[Shape]:
    """Return the shapes of a text; ``words`` are the heads of columns in its language, where a table has none."""
    shapes: list[Shape] = []
    in_annex = False
    for block in blocks:
        in_annex = in_annex or block.kind == BlockKind.ANNEX
        shapes += _BY_KIND.get(block.kind, _unknown)(block, words, 3 if in_annex else 2)
    return shapes


def _section(block: FrozenBlock, _words: Heads, depth: int) -> Iterator[Shape]:
    yield Heading(block.id, depth, block.number, block.heading)


def _annex(block: FrozenBlock, _words: Heads, _depth: int) -> Iterator[Shape]:
    yield Heading(block.id, 2, "", block.heading, new_page=True)


def _text(block: FrozenBlock, _words: Heads, _depth: int) -> Iterator[Shape]:
    yield Words(block.id, block.kind, block.number, lines_in(str(block.data.get("text", ""))))


def _note(block: FrozenBlock, _words: Heads, _depth: int) -> Iterator[Shape]:
    yield Words(block.id, block.kind, str(block.data.get("mark", "")), lines_in(str(block.data.get("text", ""))))


def _list(block: FrozenBlock, _words: Heads, _depth: int) -> Iterator[Shape]:
    yield Marks(block.id, tuple((str(item["mark"]), lines_in(item["text"])) for item in block.data["items"]))


def _table(block: FrozenBlock, _words: Heads, _depth: int) -> Iterator[Shape]:
    yield from _sheet(block, block.data["rows"], block.data.get("header_rows") or 0)


def _facts(block: FrozenBlock, words: Heads, _depth: int) -> Iterator[Shape]:
    rows = block.data["rows"]
    yield from _sheet(block, [[row["label"] or words.get(row["kind"], ""), row["text"]] for row in rows], 0)


def _duty_group(block: FrozenBlock, _words: Heads, depth: int) -> Iterator[Shape]:
    yield Heading(block.id, depth + 1, "", block.data["heading"])


def _matrix(block: FrozenBlock, words: Heads, _depth: int) -> Iterator[Shape]:
    rows = [_heads(block, words, ("value", *MATRIX_PARTS))]
    for row in block.data["rows"]:
        value = "\n".join(part for part in (row["value"], row["meaning"]) if part)
        rows.append([value, *("\n".join(row[name]) for name in MATRIX_PARTS)])
    used = [place for place in range(len(rows[0])) if any(row[place] for row in rows[1:])]
    yield from _sheet(block, [[row[place] for place in used] for row in rows], 1)


def _person_specification(block: FrozenBlock, words: Heads, _depth: int) -> Iterator[Shape]:
    data = block.data
    rows = [_heads(block, words, ("criterion", ESSENTIAL, DESIRABLE, "measured"))]
    for row in data["rows"]:
        if row["kind"] in {GROUP, NOTE}:
            rows.append([row["text"], "", "", ""])
            continue
        ticks = [TICK if row["level"] in {level, BOTH} else "" for level in (ESSENTIAL, DESIRABLE)]
        rows.append([row["text"], *ticks, row["measured"]])
    yield from _sheet(block, rows, 1)
    below = [data.get("note", ""), "; ".join(f"{each['code']} – {each['meaning']}" for each in data.get("legend", ()))]
    yield from (Words("", block.kind, "", plain_lines(text)) for text in below if text)


def _standard(block: FrozenBlock, _words: Heads, depth: int) -> Iterator[Shape]:
    yield Heading(block.id, depth + 1, "", block.data["title"])
    yield Words("", block.kind, "", lines_in(block.data["text"]))


def _chart(block: FrozenBlock, _words: Heads, depth: int) -> Iterator[Shape]:
    """The posts as a list, those below another one further in by their marks."""
    caption = str(block.data.get("caption", ""))
    if caption:
        yield Heading(block.id, depth + 1, "", caption)
    depths: list[int] = []
    items: list[tuple[str, tuple[Line, ...]]] = []
    for post in block.data["posts"]:
        parent = post["parent"]
        depths.append(depths[parent] + 1 if 0 <= parent < len(depths) else 0)
        said = ", ".join(part for part in (post["title"], post["code"], post["statutory"]) if part)
        items.append(("–" * (depths[-1] + 1), plain_lines(said)))
    if items:
        yield Marks("" if caption else block.id, tuple(items))


def _unknown(block: FrozenBlock, _words: Heads, _depth: int) -> Iterator[Shape]:
    """A kind that came after this was written: its words."""
    yield Words(block.id, block.kind, "", plain_lines(plain_text(block)))


def _sheet(block: FrozenBlock, rows: Sequence[Sequence[str]], header_rows: int) -> Iterator[Shape]:
    width = max((len(row) for row in rows), default=0)
    if width:
        whole = tuple(tuple(str(cell) for cell in [*row, *[""] * (width - len(row))]) for row in rows)
        yield Table(block.id, str(block.data.get("caption") or ""), min(header_rows, len(whole)), whole)


def _heads(block: FrozenBlock, words: Heads, names: Sequence[str]) -> list[str]:
    heads = block.data.get("heads", {})
    return [str(heads.get(name) or words.get(name, "")) for name in names]


_BY_KIND: dict[str, Callable[[FrozenBlock, Heads, int], Iterator[Shape]]] = {
    BlockKind.SECTION: _section,
    BlockKind.CLAUSE: _text,
    BlockKind.PARAGRAPH: _text,
    BlockKind.LIST: _list,
    BlockKind.TABLE: _table,
    BlockKind.ANNEX: _annex,
    BlockKind.NOTE: _note,
    BlockKind.FACTS: _facts,
    BlockKind.DUTY_GROUP: _duty_group,
    BlockKind.MATRIX: _matrix,
    BlockKind.PERSON_SPEC: _person_specification,
    BlockKind.STANDARD: _standard,
    BlockKind.CHART: _chart,
}
