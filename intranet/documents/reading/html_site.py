"""What of a web page is the site's and not the document's: menus, headers, footers, what stands beside the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from intranet.documents.reading.source import letters

_MENU = frozenset({"nav", "menu"})
_MARGIN = frozenset({"header", "footer", "aside"})
_CONTROLS = frozenset({"button", "select", "textarea", "option", "noscript", "dialog"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_NAMES = re.compile(
    r"(?:breadcrumbs?|menu|nav|navbar|navigation|sidebar|cookies?|share|sharing|social|comments?|pagination|skip-link|"
    r"site-header|site-footer|page-header|page-footer|related)$",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:entry|post|article|page|node|main)[-_]?(?:content|body|text)$|^content[-_]?(?:body|text)$", re.IGNORECASE
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MOST_CANDIDATES = 40


@dataclass
class Site:
    """The elements of a page in which nothing of the document stands, each with the reason."""

    main: etree._Element | None
    above: set[etree._Element]
    heading: etree._Element | None

    def reason(self, element: etree._Element) -> str:
        """Return why an element is left out, or nothing."""
        tag = str(element.tag)
        if element.get("hidden") is not None or _UNSEEN.search(str(element.get("style") or "")):
            return _("It is hidden on the web page.")
        if tag in _MENU or tag in _CONTROLS or element.get("role") in _ROLES or _named(element, _NAMES):
            return self._unless_main(element, _("It belongs to the web page that the text was copied from."))
        if tag in _MARGIN and not _within_text(element) and element is not self.heading:
            return self._unless_main(element, _("It belongs to the web page that the text was copied from."))
        if self.main is not None and element is not self.main and element not in self.above:
            parent = element.getparent()
            if parent is not None and parent in self.above and not self._holds_heading(element):
                return _("It stands outside the main text of the web page.")
        return ""

    def _unless_main(self, element: etree._Element, reason: str) -> str:
        return "" if element in self.above or element is self.main else reason

    def _holds_heading(self, element: etree._Element) -> bool:
        return self.heading is not None and (element is self.heading or element in self.heading.iterancestors())


def site_of(root: etree._Element) -> Site:
    """Return what of a page is its main text, by its markup and only where most words stand in it."""
    whole = _length(root)
    found = []
    for count, element in enumerate(each for each in root.iter(etree.Element) if _may_be_main(each)):
        if count >= _MOST_CANDIDATES:
            break
        found.append((_length(element), element))
    good = [(length, element) for length, element in found if length * 2 > whole]
    # Of those that hold most of the page, the innermost.
    main = min(good, key=lambda one: one[0])[1] if good else None
    headings = list(root.iter("h1"))
    heading = headings[0] if len(headings) == 1 else None
    # A header that holds the only first heading of the page holds the document's title.
    if heading is not None:
        heading = next((each for each in heading.iterancestors("header") if _length(each) < 600), heading)
    return Site(main, set(main.iterancestors()) if main is not None else set(), heading)


def _may_be_main(element: etree._Element) -> bool:
    if element.tag in {"main", "article"} or element.get("role") == "main" or element.get("itemprop") == "articleBody":
        return True
    return element.tag in {"div", "section", "td"} and _named(element, _TEXT)


def _named(element: etree._Element, names: re.Pattern[str]) -> bool:
    if element.tag in {"body", "html"}:
        return False
    tokens = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].split()
    return any(names.search(token) if names is _TEXT else names.match(token) for token in tokens)


def _within_text(element: etree._Element) -> bool:
    return any(each.tag in {"main", "article"} for each in element.iterancestors())


def _length(element: etree._Element) -> int:
    return len(letters(" ".join(map(str, element.itertext()))))
