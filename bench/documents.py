"""Reading a long regulation against a bare response; comparing two long editions against difflib on their words."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.pages import CLIENTS, ROUNDS, SECONDS, Figure, one_round, server

CLAUSES = 300  # of the text that is read
LONG = 500  # of the texts that are compared
ADDRESS = "/uk/regulations/long/"
ADDRESSES = (ADDRESS, f"{ADDRESS}2025-01-01/", "/en/regulations/long/", f"{ADDRESS}with/en/")
PLAIN = "/uk/privacy/"  # a page of text without a document behind it
WORDS = (
    "Заклад забезпечує педагогічним працівникам умови для підвищення кваліфікації, веде облік результатів навчання та "
    "оприлюднює перелік виданих документів у строк, визначений законодавством"
)
WORDS_IN_ENGLISH = (
    "The institution provides its teachers with the conditions for professional development, keeps account of what "
    "they have learnt and publishes the list of documents issued within the time that the law sets"
)


def blocks(count: int, words: str, *, changed: int = 0) -> list[dict[str, Any]]:
    """Return a body of ``count`` clauses in sections of ten; every ``changed``-th clause says more than the others."""
    body: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        section, clause = (number - 1) // 10 + 1, (number - 1) % 10 + 1
        if clause == 1:
            body.append({"type": "section", "id": _id(f"5{section:07}"), "value": _section(section, words)})
        text = f"{words} ({number})."
        if changed and number % changed == 0:
            text = f"{words}, а також ({number}) у випадках, передбачених пунктом {section}.1 цього Положення."
        value = {"number": f"{section}.{clause}", "text": f"<p>{text}</p>"}
        body.append({"type": "clause", "id": _id(f"c{number:07}"), "value": value})
    return body


def _id(beginning: str) -> str:
    return f"{beginning}-0000-4000-8000-000000000000".replace("5", "a", 1)


def _section(number: int, words: str) -> dict[str, Any]:
    return {"number": str(number), "heading": f"{words.split(maxsplit=1)[0]} {words.split()[1]} {number}"}


def load() -> None:
    """Publish the long regulation, with an edition before it, in two languages."""
    from wagtail.models import Locale

    from intranet.core import clock
    from intranet.governance import operations as governance
    from intranet.governance.enums import BodyKind
    from intranet.governance.queries import body_of_kind
    from intranet.pages.models import IndexPage, RegulationPage

    at = clock.now()
    body = body_of_kind(BodyKind.PEDAGOGICAL_COUNCIL) or governance.add_body(
        names={"uk": "Педагогічна рада", "en": "Pedagogical council"}, kind=BodyKind.PEDAGOGICAL_COUNCIL, at=at
    )
    minutes = governance.record_minutes(body=body, number="900", date=date(2024, 12, 20), at=at)
    key: dict[str, Any] = {}
    for language, words, title in (
        ("uk", WORDS, "Довге положення"),
        ("en", WORDS_IN_ENGLISH, "The long regulation"),
    ):
        parent = IndexPage.objects.get(slug="regulations", locale__language_code=language)
        page = RegulationPage(
            title=title, slug="long", locale=Locale.objects.get(language_code=language), live=False, minutes=minutes,
            in_force_from=date(2025, 9, 1), body=blocks(CLAUSES, words, changed=15), **key,
        )  # fmt: skip
        if not key:  # the original has an edition before this one
            page.in_force_from, page.body = date(2025, 1, 1), blocks(CLAUSES, words)
        parent.add_child(instance=page)
        page.save_revision().publish()
        page.refresh_from_db()
        if not key:
            page.in_force_from, page.body = date(2025, 9, 1), blocks(CLAUSES, words, changed=15)
            page.save_revision().publish()
        key = {"translation_key": page.translation_key}


def publish_anew(words: str) -> None:
    """Publish the original again with other words at its beginning; print when that was done."""
    from intranet.pages.models import RegulationPage

    page = RegulationPage.objects.get(slug="long", locale__language_code="uk")
    body = blocks(CLAUSES, WORDS, changed=15)
    body[1]["value"]["text"] = f"<p>{words}</p>"
    page.body, page.correction_reason = body, "—"
    page.save_revision().publish()
    print(time.time())


def measure(environment: dict[str, str]) -> None:
    """Print what reading and comparing cost beside their baselines."""
    with server(environment) as (port, pid):
        figures = {path: Figure() for path in ["/bare/", *ADDRESSES]}
        for _round in range(ROUNDS):
            for path, figure in figures.items():
                one_round(port, pid, path, figure)
    base = figures.pop("/bare/")
    for path, figure in figures.items():
        print(
            f"{path} ({CLAUSES} clauses, {CLIENTS} clients, {SECONDS:.0f} s) against a bare response: CPU"
            f" {figure.cpu_ms:.2f} ms : {base.cpu_ms:.2f} ms = {figure.cpu_ms / base.cpu_ms:.1f}"
        )


def measure_queries() -> None:
    """Print how many queries a reading asks, beside those of a plain page of the site."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for path in (PLAIN, *ADDRESSES):
        client = Client(headers={"host": "127.0.0.1"})
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            status = client.get(path).status_code
        print(f"{path}: {len(asked)} queries, status {status}")


def measure_comparing() -> None:
    """Print the comparison of two editions of 500 clauses beside difflib's of their plain text, word by word."""
    from intranet.documents.rules.comparing import compare
    from intranet.documents.rules.texts import FrozenBlock, plain_text

    def frozen(changed: int) -> list[FrozenBlock]:
        raw = blocks(LONG, WORDS, changed=changed)
        return [FrozenBlock(each["id"], each["type"], each["value"]) for each in raw]

    older, newer = frozen(0), frozen(15)
    before, after = ("\n".join(plain_text(block) for block in text).split() for text in (older, newer))
    ours = least(lambda: compare(older, newer))
    theirs = least(lambda: difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes(), rounds=1)
    lines = least(lambda: list(difflib.ndiff(_lines(older), _lines(newer))))
    print(
        f"comparing two editions of {LONG} clauses: {1000 * ours:.0f} ms; difflib on their words {1000 * theirs:.0f} ms"
        f" = {ours / theirs:.2f}; difflib.ndiff on their lines {1000 * lines:.0f} ms = {ours / lines:.2f}"
    )


def _lines(text: list[Any]) -> list[str]:
    from intranet.documents.rules.texts import plain_text

    return [plain_text(block) for block in text]


def least(what: Callable[[], Any], *, rounds: int = 5) -> float:
    """Return the least seconds of CPU that a thing has taken."""
    taken = []
    for _round in range(rounds):
        began = time.process_time()
        what()
        taken.append(time.process_time() - began)
    return min(taken)
