"""Take the pictures of the guides from a running demo, with Debian's Chromium.

    make run                                     in one terminal
    .venv/bin/python -m docs.screenshots         in another; BASE_URL= where the demo is not on port 8000

Names given as arguments take those pictures alone. The demo's accounts speak English in the administration
afterwards, as the guides do. Each picture is reduced to as many colours as fit into 120 kB.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import django

from tests.components import chromium_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
FOLDER = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1280, 860
MOST_BYTES = 120_000
COLOURS = (256, 128, 64, 32, 16)
STRANGER = ""
OF_A_ROW = "main a[href*='/verify/']"
WAITING = "/admin/certificate/?state=waiting"
READERS = {STRANGER, "staff"}  # they have no administration to speak English in
REJECTED = (
    "Прізвище;Ім’я;По батькові;Форма;Вид;Тема;Години;Дата видачі\r\n"
    "Осокорчук;Ганна;Гордіївна;дистанційна;вебінар;Цифрова грамотність;6;{day}\r\n"
    "Осокорчук;Г.;;дистанційна;вебінар;Цифрова грамотність;6;{day}\r\n"
    "Лозинчик;Пріська;Варламівна;дистанційна;вебінар;Цифрова грамотність;;{day}\r\n"
)


class Picture(NamedTuple):
    """A picture: its file, who is signed in, and the steps that lead to it."""

    name: str
    who: str
    steps: Callable[[Page], object]


def address(path: str) -> Callable[[Page], object]:
    """Return steps that open an address."""
    return lambda page: page.goto(BASE_URL + path)


def link_in(path: str, selector: str) -> Callable[[Page], object]:
    """Return steps that open an address and follow the first link there that ``selector`` finds."""

    def steps(page: Page) -> None:
        page.goto(BASE_URL + path)
        target = page.locator(selector).first.get_attribute("href")
        page.goto(f"{BASE_URL}{target}")

    return steps


def a_draft_that_lacks_something(page: Page) -> None:
    page.goto(f"{BASE_URL}/admin/draft/")
    row = page.locator("tr", has_text="missing").last
    edit = row.locator("a[href*='/edit/']").first.get_attribute("href")
    page.goto(f"{BASE_URL}{edit}?check=1")
    page.locator(".w-field__errors .error-message").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, HEIGHT / 3)


def what_will_be_public(page: Page) -> None:
    page.goto(f"{BASE_URL}/admin/draft/")
    row = page.locator("tr", has_text="ready").last
    edit = str(row.locator("a[href*='/edit/']").first.get_attribute("href"))
    page.goto(BASE_URL + edit.replace("/edit/", "/issue/"))


def a_regulation_being_edited(page: Page) -> None:
    page.goto(f"{BASE_URL}/admin/pages/")
    for title in ("English", "Regulations"):
        row = page.locator("tr", has_text=title)
        edit = str(row.locator("a[href$='/edit/']").first.get_attribute("href"))
        page.goto(BASE_URL + edit.removesuffix("edit/"))
    page.goto(BASE_URL + str(page.locator("tbody a[href$='/edit/']").first.get_attribute("href")))


def an_import_before_it_is_made(page: Page) -> None:
    page.goto(f"{BASE_URL}/admin/importbatch/new/")
    day = page.evaluate("new Date().toLocaleDateString('uk-UA', {day: '2-digit', month: '2-digit', year: 'numeric'})")
    table = REJECTED.format(day=day).encode()
    page.set_input_files("input[type=file]", {"name": "webinar.csv", "mimeType": "text/csv", "buffer": table})
    page.fill("[name=outcomes]", "Знає, як обрати цифровий інструмент.")
    page.locator("main form button[type=submit], form.w-form button[type=submit]").first.click()
    page.wait_for_load_state()


def a_code_of_the_list(page: Page) -> None:
    page.goto(f"{BASE_URL}/en/certificates/")
    page.goto(BASE_URL + str(page.locator(OF_A_ROW).first.get_attribute("href")))


def several_numbers_at_once(page: Page) -> None:
    """Ask for the first rows of the list, and for one that does not exist."""
    page.goto(f"{BASE_URL}/en/certificates/")
    codes = [str(link.get_attribute("href")) for link in page.locator(OF_A_ROW).all()[:3]]
    page.goto(f"{BASE_URL}/en/verify/many/")
    page.fill(
        "main textarea",
        "\n".join([*(code.rstrip("/").rsplit("/", 1)[1] for code in codes), "ПК-1999-00001, Ластів’юк"]),
    )
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


PICTURES = (
    Picture("editors/public-list", STRANGER, address("/en/certificates/")),
    Picture("editors/regulation", STRANGER, link_in("/en/regulations/in-force/", "td a[href*='/en/regulations/']")),
    Picture("editors/my-page", "staff", address("/en/my/")),
    Picture("editors/read-and-confirm", "staff", link_in("/en/my/", "main a[href*='/my/read/']")),
    Picture("editors/draft", "registrar", a_draft_that_lacks_something),
    Picture("editors/issue", "registrar", what_will_be_public),
    Picture("editors/import", "registrar", an_import_before_it_is_made),
    Picture("editors/held-back", "registrar", link_in("/admin/certificate/?state=held", "td a[href*='/certificate/']")),
    Picture("editors/drafts", "registrar", address("/admin/draft/")),
    Picture(
        "editors/certificate", "registrar", link_in("/admin/certificate/?state=waiting", "td a[href*='/certificate/']")
    ),
    Picture("editors/signing", "registrar", address("/admin/signing/")),
    Picture("editors/template", "registrar", link_in("/admin/template/", "td a[href*='/edit/']")),
    Picture("editors/compliance", "director", address("/admin/compliance/")),
    Picture("editors/verify", STRANGER, a_code_of_the_list),
    Picture("editors/verify-many", STRANGER, several_numbers_at_once),
    Picture("editors/log", STRANGER, address("/en/certificates/log/")),
    Picture("editors/page-editor", "editor", a_regulation_being_edited),
    Picture("editors/deadlines", "hr", address("/admin/deadline/")),
    Picture("editors/people", "hr", address("/admin/person/")),
    Picture("operators/administration", "administrator", address("/admin/")),
    Picture("operators/post-room", "administrator", address("/admin/letter/")),
    Picture("operators/institution", "administrator", address("/admin/institution/")),
    Picture("operators/retention", "administrator", address("/admin/retention/")),
)


def speak_english(page: Page) -> None:
    page.goto(f"{BASE_URL}/admin/account/")
    page.select_option("[name=locale-preferred_language]", "en")
    with page.expect_navigation():
        page.locator("form", has=page.locator("[name=locale-preferred_language]")).evaluate("form => form.submit()")


def take(browser: Browser, picture: Picture, password: str) -> None:
    """Take one picture with a browser of its own, so that no session outlives it."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
    page = context.new_page()
    if picture.who:
        page.goto(f"{BASE_URL}/en/account/login/")
        page.fill("[name=login]", picture.who)
        page.fill("[name=password]", password)
        page.click("main button[type=submit]")
        page.wait_for_load_state()
    if picture.who not in READERS:
        speak_english(page)
    picture.steps(page)
    page.wait_for_load_state("networkidle")
    target = FOLDER / f"{picture.name}.png"
    target.write_bytes(compressed(page.screenshot(animations="disabled")))
    sys.stdout.write(f"{target.relative_to(FOLDER.parent)}: {target.stat().st_size // 1000} kB\n")
    context.close()


def compressed(png: bytes) -> bytes:
    """Return the picture with as many colours as fit into ``MOST_BYTES``."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    data = b""
    for colours in COLOURS:
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        data = out.getvalue()
        if len(data) <= MOST_BYTES:
            break
    return data


def main(names: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.embedded")
    django.setup()
    from playwright.sync_api import sync_playwright

    from intranet.demo.sign_ins import PASSWORD

    program = chromium_program()
    if program is None:
        raise SystemExit("Chromium is not here (apt-get install chromium).")
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for picture in wanted:
            take(browser, picture, PASSWORD)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
