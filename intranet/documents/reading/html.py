"""Web pages: headings, lists with their numbers, tables with merged cells, links; what belongs to the site is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from intranet.core import clauses
from intranet.documents.reading import html_tables, marks
from intranet.documents.reading.decoding import decode_page
from intranet.documents.reading.draft import CannotRead
from intranet.documents.reading.html_site import Site, site_of
from intranet.documents.reading.source import BREAK, Line, Run, Source, broken, markup, raised, tidy
from intranet.documents.reading.word_numbers import written

LONGEST = 30_000_000
MOST_ELEMENTS = 400_000
IGNORED = frozenset("script style template title svg math object iframe canvas audio video".split())  # noqa: SIM905
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "  # noqa: SIM905
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav noscript ol option p pre search "
    "section select summary table tbody td textarea tfoot th thead tr ul".split()
)
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NESTED_NUMBERS = re.compile(r"counters\(\s*[\w-]+\s*,\s*[\"']\.|counter\([^)]*\)\s*[\"']\.[\"']\s*counter\(")
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none")


def read_html(data: bytes) -> Source:
    """Read a web page, saved or copied."""
    text = decode_page(data)
    if len(text) > LONGEST:
        raise CannotRead(_("This file is too large to be a document: split it and read its parts."))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise CannotRead(_("The file holds no text: choose the file that holds the document."))
    walk = _Walk(site_of(root), nested=_NESTED_NUMBERS.search(_styles(root)) is not None)
    walk.read(root)
    if not any(not line.furniture for line in walk.lines):
        raise CannotRead(_("The file holds no text: choose the file that holds the document."))
    title = root.find(".//title")
    named = "" if title is None else tidy("".join(map(str, title.itertext())))
    return Source(walk.lines, paragraphs=True, title=named)


def _styles(root: etree._Element) -> str:
    return "\n".join(element.text or "" for element in root.iter("style"))[:500_000]


@dataclass
class _List:
    """A list that is open: how its items are marked, and where its count stands."""

    form: str
    next: int
    step: int = 1
    prefix: str = ""
    last: str = ""

    def started(self, start: str | None) -> _List:
        """Return the list, its count set to what ``start`` or ``value`` says."""
        if start is not None and re.fullmatch(r"-?\d{1,6}", start.strip()):
            self.next = int(start)
        return self


@dataclass
class _Look:
    bold: bool = False
    italic: bool = False
    href: str = ""
    raised: bool = False
    pre: bool = False


@dataclass
class _Walk:
    """The state of a walk over one page."""

    site: Site
    nested: bool
    lines: list[Line] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=lambda: [_Look()])
    lists: list[_List] = field(default_factory=list)
    mark: str = ""
    level: int = 0
    gap: bool = False
    reason: str = ""
    reason_until: etree._Element | None = None
    tables: set[etree._Element] = field(default_factory=set)

    def read(self, root: etree._Element) -> None:
        """Add the lines of a page; without recursion, however deep its elements stand in each other."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for count, (event, element) in enumerate(walker):
            if count > MOST_ELEMENTS * 2:
                raise CannotRead(_("This file is too large to be a document: split it and read its parts."))
            if event == "end":
                self._end(element)
            elif element.tag in IGNORED:
                walker.skip_subtree()
            elif element.tag == "table" and not html_tables.is_layout(element):
                self._flush()
                self.tables.add(element)
                self._begin_reason(element)
                self._table(element)
                walker.skip_subtree()
            else:
                self._start(element)
        self._flush()

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._begin_reason(element)
        if tag in BLOCKS:
            self._flush()
        if tag == "br":
            self.runs.append(Run(BREAK))
        elif tag in {"ol", "ul", "menu", "dir"}:
            self.lists.append(self._list(element))
        elif tag == "li":
            self._item(element)
        elif re.fullmatch(r"h[1-6]", tag):
            self.level, self.gap = int(tag[1]), True
        elif tag == "hr":
            self.gap = True
        self.looks.append(self._look(tag, element))
        self._text(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag not in IGNORED and element not in self.tables:
            if tag in BLOCKS:
                if tag == "p" and not self.runs:
                    self.gap = True
                self._flush()
            if tag in {"ol", "ul", "menu", "dir"} and self.lists:
                self.lists.pop()
            if re.fullmatch(r"h[1-6]", str(tag)):
                self.level = 0
            self.looks.pop()
        if element is self.reason_until:
            self.reason, self.reason_until = "", None
        self._text(element.tail)

    def _begin_reason(self, element: etree._Element) -> None:
        reason = "" if self.reason else self.site.reason(element)
        if reason:
            self._flush()
            self.reason, self.reason_until = reason, element

    def _look(self, tag: str, element: etree._Element) -> _Look:
        outer = self.looks[-1]
        look = _Look(outer.bold, outer.italic, outer.href, outer.raised, outer.pre or tag == "pre")
        style = str(element.get("style") or "").casefold().replace(" ", "")
        look.bold = look.bold or tag in {"b", "strong"} or "font-weight:bold" in style or "font-weight:700" in style
        look.italic = look.italic or tag in {"i", "em", "cite"} or "font-style:italic" in style
        look.raised = look.raised or tag == "sup"
        if tag == "a":
            look.href = str(element.get("href") or "").strip()
        return look

    def _text(self, text: str | None) -> None:
        if not text:
            return
        look = self.looks[-1]
        pieces = text.splitlines() if look.pre else [text]
        for number, piece in enumerate(pieces):
            if number:
                self.runs.append(Run(BREAK))
            words = raised(piece) if look.raised else piece.replace(BREAK, " ")
            self.runs.append(Run(words, look.bold, look.italic, look.href))
        if look.pre and text.endswith(BREAK):
            self.runs.append(Run(BREAK))

    def _flush(self) -> None:
        """End a paragraph: what has gathered since the last becomes its lines."""
        runs, self.runs = self.runs, []
        part = False
        for stretch in broken(runs):
            words = tidy("".join(run.text for run in stretch))
            if not words:
                self.gap = self.gap or part
                continue
            line = Line(len(self.lines) + 1, words, gap=self.gap, level=self.level, part=part, furniture=self.reason)
            line.soft = part
            line.mark, self.mark = _needed(self.mark, words), ""
            line.bold = all(run.bold for run in stretch if run.text.strip())
            line.markup = markup([Run(run.text, run.bold and not line.bold, run.italic, run.href) for run in stretch])
            self.lines.append(line)
            part, self.gap = True, False

    # Lists.

    def _list(self, element: etree._Element) -> _List:
        style = str(element.get("style") or "").casefold()
        outer = self.lists[-1] if self.lists else None
        if element.tag != "ol":
            return _List("none" if _UNMARKED.search(style) else "bullet", 1)
        form = _FORMS.get(str(element.get("type") or "1"), "decimal")
        prefix = outer.last if self.nested and outer is not None and form == "decimal" else ""
        step = -1 if element.get("reversed") is not None else 1
        first = len(element.findall("li")) if step < 0 else 1
        return _List("none" if _UNMARKED.search(style) and not self.nested else form, first, step, prefix).started(
            element.get("start")
        )

    def _item(self, element: etree._Element) -> None:
        if not self.lists:
            return
        items = self.lists[-1].started(element.get("value"))
        if items.form in {"bullet", "none"}:
            self.mark = "•" if items.form == "bullet" else ""
            return
        items.last = f"{items.prefix}{written(items.next, items.form)}."
        self.mark = items.last
        items.next += items.step

    # Tables.

    def _table(self, element: etree._Element) -> None:
        self.gap = True
        for part in html_tables.read_table(element):
            line = Line(len(self.lines) + 1, part.text, cells=part.cells, gap=self.gap, furniture=self.reason)
            line.header_row, line.generated = part.header, part.generated
            self.lines.append(line)
            self.gap = False
        self.gap = True


def _needed(mark: str, text: str) -> str:
    """Return the mark of an item, or nothing where a number or a mark of its own is typed in it."""
    typed = clauses.leading_number(text) is not None or marks.item_mark(text) is not None
    return "" if typed else mark
