"""Looking at a page as each reader does: on a desk and on a phone, with a screen reader, with a finger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from intranet.core.models import Account

WIDTHS = (1280, 390)

# What stands in a line of text may be as small as its letters (WCAG 2.2, 2.5.8); everything else is a target.
SMALL_TARGETS = """least => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && getComputedStyle(each).display !== 'inline')
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.width > 1 && box.height > 1 && (box.width < least || box.height < least))
    .map(([each, box]) => `${each.outerHTML.slice(0, 90)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)"""

# On the phone the controls that everybody needs are as high as a finger.
LOW_CONTROLS = """() => [...document.querySelectorAll(
    '.govuk-button, .govuk-input, .govuk-select, .menu__button, .nav--narrow a, .languages a, .staffbar a')]
    .filter(each => each.checkVisibility())
    .filter(each => each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML.slice(0, 90))"""

# An address that links to another language is mutual and complete only if the page itself is in the list.
ALTERNATES = "() => [...document.querySelectorAll('link[rel=alternate][hreflang]')].map(link => link.hreflang)"


@dataclass(frozen=True)
class Place:
    """An address and what is expected there; ``languages`` are those in which the same page exists."""

    address: str
    status: int = 200
    languages: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.address.split("/")[1]


class Onlooker:
    """A browser's page that collects what is wrong with the addresses it is shown."""

    def __init__(self, page: Any, axe: Callable[[Any], list[str]]) -> None:
        self.page, self.axe = page, axe
        self._complaints: list[str] = []
        page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        own_status = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type in {"error", "warning"} and not own_status:
            self._complaints.append(message.text)

    def problems(self, places: Iterable[Place]) -> dict[str, list[str]]:
        """Return what is wrong, by address; nothing at all where everything is well."""
        return {place.address: found for place in places if (found := list(self._problems(place)))}

    def _problems(self, place: Place) -> Iterator[str]:
        self._complaints.clear()
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        response = self.page.goto(place.address)
        if response.request.redirected_from:
            yield f"leads away to {response.url}"
        if response.status != place.status:
            yield f"answers {response.status}, not {place.status}"
        yield from self._problems_of_markup(place)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            yield from (f"{width}: {problem}" for problem in self._problems_of_layout(width))
        yield from self._complaints

    def _problems_of_markup(self, place: Place) -> Iterator[str]:
        language = self.page.locator("html").get_attribute("lang")
        if language != place.language:
            yield f"says that it is in {language}"
        if (headings := self.page.locator("h1").count()) != 1:
            yield f"has {headings} main headings"
        alternates = set(self.page.evaluate(ALTERNATES)) - {"x-default"}
        if place.languages and alternates != set(place.languages):
            yield f"offers itself in {sorted(alternates)}"

    def _problems_of_layout(self, width: int) -> Iterator[str]:
        yield from self.axe(self.page)
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"scrolls sideways, being {wide} wide"
        yield from (f"too small a target: {target}" for target in self.page.evaluate(SMALL_TARGETS, 24))
        if width < 640:
            yield from (f"too low for a finger: {control}" for control in self.page.evaluate(LOW_CONTROLS))


def sign_in(page: Any, account: Account, address: str) -> None:
    """Give the browser an account's session; the sign-in page has tests of its own."""
    client = Client()
    client.force_login(account)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])


@contextmanager
def without_scripts(chromium: Any, address: str, *, width: int) -> Iterator[Any]:
    """Open an empty page that runs no script of the site."""
    context = chromium.new_context(
        base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()
