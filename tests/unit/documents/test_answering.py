"""Which block of a file in another language translates which block of the original."""

from __future__ import annotations

from typing import Any

import pytest

from intranet.documents.rules.answering import answers
from intranet.documents.rules.matching import Incoming
from intranet.documents.rules.texts import FrozenBlock

Said = tuple[str, str, str]


def data(kind: str, number: str, words: str) -> dict[str, Any]:
    name = {"section": "heading", "duty_group": "heading", "annex": "title"}.get(kind, "text")
    return {name: words, **({"number": number} if kind in {"section", "clause"} else {}), **_label(kind, number)}


def _label(kind: str, number: str) -> dict[str, str]:
    return {"annex": {"label": number}, "note": {"mark": number}}.get(kind, {})


def originals(*blocks: Said) -> list[FrozenBlock]:
    return [FrozenBlock(f"{place:032x}", kind, data(kind, *said)) for place, (kind, *said) in enumerate(blocks)]


def file(*blocks: Said) -> list[Incoming]:
    return [Incoming(kind, data(kind, *said)) for kind, *said in blocks]


CASES: dict[str, tuple[list[Said], list[Said], list[tuple[str, str]]]] = {
    "by number, wherever it stands": (
        [("clause", "1.1", "один"), ("clause", "1.2", "два")],
        [("clause", "1.2.", "two"), ("clause", "1.1", "one")],
        [("один", "one"), ("два", "two")],
    ),
    "between numbers, in order": (
        [("clause", "1", "один"), ("paragraph", "", "абзац"), ("clause", "2", "два")],
        [("clause", "1", "one"), ("paragraph", "", "paragraph"), ("clause", "2", "two")],
        [("один", "one"), ("абзац", "paragraph"), ("два", "two")],
    ),
    "the same number in an annex is another one": (
        [("clause", "1", "один"), ("annex", "Додаток 1", "Форма"), ("clause", "1", "у додатку")],
        [("annex", "Annex 1", "Form"), ("clause", "1", "in the annex")],
        [("один", ""), ("Форма", "Form"), ("у додатку", "in the annex")],
    ),
    "a group of duties is a heading in a file": (
        [("section", "", "Обов’язки"), ("duty_group", "", "Парк"), ("clause", "1", "доглядає")],
        [("section", "", "Duties"), ("section", "", "Park"), ("clause", "1", "looks after")],
        [("Обов’язки", "Duties"), ("Парк", "Park"), ("доглядає", "looks after")],
    ),
    "what the file lacks and what it has besides": (
        [("clause", "1", "один"), ("clause", "2", "два")],
        [("paragraph", "", "before"), ("clause", "1", "one"), ("clause", "9", "besides")],
        [("", "before"), ("один", "one"), ("", "besides"), ("два", "")],
    ),
}


@pytest.mark.parametrize(("source", "target", "pairs"), CASES.values(), ids=CASES)
def test_blocks_answer_to_each_other(source: list[Said], target: list[Said], pairs: list[tuple[str, str]]) -> None:
    found = answers(originals(*source), file(*target))
    assert [(_said(each.source), _said(each.target)) for each in found] == pairs


def _said(block: FrozenBlock | Incoming | None) -> str:
    names = ("text", "heading", "title")
    return next((str(block.data[name]) for name in names if name in block.data), "") if block is not None else ""


def test_a_file_of_ours_that_was_translated_in_place_answers_by_its_ids() -> None:
    source = originals(("paragraph", "", "один"), ("paragraph", "", "два"))
    said = (("two", source[1].id), ("one", source[0].id))
    target = [Incoming("paragraph", {"text": text}, block_id) for text, block_id in said]
    assert [_said(each.target) for each in answers(source, target)] == ["one", "two"]


def test_a_translation_of_quite_another_length_is_pointed_out() -> None:
    source = originals(("clause", "1", "коротко"), ("clause", "2", "слово " * 20))
    found = answers(source, file(("clause", "1", "a very long text " * 9), ("clause", "2", "words " * 20)))
    assert [each.is_doubtful for each in found] == [True, False]
