"""What an editor should look at in a text as read: gaps, numbers out of order or doubled, what was no clause."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core.clauses import leading_number
from intranet.documents.reading.draft import Block, Dropped
from intranet.documents.reading.paragraphs import Paragraphs
from intranet.documents.reading.preamble import Preamble
from intranet.documents.reading.source import plain

MOST = 12  # numbers named in one warning
_BEGINNING = 60


def sequence(walk: Paragraphs) -> list[str]:
    """Say which numbers are wanting, which do not follow, and which heads have a number that is not their clauses'."""
    gaps = [
        _("The source has no clause %(missing)s before %(after)s.") % {"missing": missing, "after": after}
        for missing, after in walk.skipped()
    ]
    odd = [
        _("Clause %(number)s stands after %(before)s, out of its order.") % {"number": number, "before": before}
        for number, before in walk.out_of_order()
    ]
    heads = [
        _("The number of the section “%(head)s” is not that of its clauses: correct it.") % {"head": head}
        for head in walk.misnumbered
    ]
    return gaps + odd + heads


def preamble(found: Preamble, kind: str) -> list[str]:
    """Say that the stamp of approval has blanks where its numbers should be."""
    if kind == "regulation" and found.blank_stamp:
        return [
            _("The stamp of approval in the heading is not filled in: enter who approved the document, if anybody did.")
        ]
    return []


def numbers(blocks: list[Block]) -> list[str]:
    """Say which clause numbers begin again in another section, and which stand twice in one."""
    section = 0
    seen: dict[str, set[int]] = {}
    again: list[str] = []
    twice: list[str] = []
    for block in blocks:
        if block.kind == "annex":
            break
        section += block.kind == "section"
        number = block.data.get("number", "") if block.kind == "clause" else ""
        if not number:
            continue
        places = seen.setdefault(number, set())
        if section in places:
            twice.append(number)
        elif places:
            again.append(number)
        places.add(section)
    return [
        *_named(_("These clause numbers begin again in another section: %(numbers)s."), again),
        *_named(_("These clause numbers stand more than once: %(numbers)s."), twice),
        *_no_clauses(blocks),
    ]


def _named(sentence: str, numbers: list[str]) -> list[str]:
    distinct = list(Counter(numbers))
    listed = ", ".join(distinct[:MOST]) + (" …" if len(distinct) > MOST else "")
    return [sentence % {"numbers": listed}] if distinct else []


def _no_clauses(blocks: list[Block]) -> list[str]:
    """Name the paragraphs that begin with a number and were not taken for clauses: an editor may know better."""
    body = blocks[: next((at for at, block in enumerate(blocks) if block.kind == "annex"), len(blocks))]
    texts = [plain(block.data["text"]) for block in body if block.kind == "paragraph"]
    found = [text for text in texts if leading_number(text) is not None]
    return [
        _("This paragraph begins with a number and was not taken for a clause: “%(text)s”.")
        % {"text": text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()}…"}
        for text in found[:MOST]
    ]


def dropped_lines(dropped: dict[int, Dropped]) -> list[str]:
    """Say how many lines were left out."""
    if not dropped:
        return []
    return [
        ngettext(
            "%(count)d line was left out; the receipt says why.",
            "%(count)d lines were left out; the receipt says why of each.",
            len(dropped),
        )
        % {"count": len(dropped)}
    ]
