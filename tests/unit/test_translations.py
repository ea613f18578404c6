"""The interface's own texts are complete in every language: nothing missing, fuzzy, left in English or mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest

from deploy.messages import LANGUAGES, LOCALE, Message, extract

DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd.\d]*[sdf]?|%[sd]|\{(\w*)\}")
NO_WORDS = re.compile(
    r"`[^`]+`|[“«][a-z_.]+[”»]|#[0-9a-f]{6}\b|\b[a-z]+/[a-z][a-z0-9.+-]*|manage\.py \w+|\B\.[a-z0-9]{3,5}\b|"
    r"%\(\w+\)[.\d]*[sdf]|%[sd]|\{\w*\}|<[^>]+>|&\w+;|https?://\S+|\S+@\S+|--?[a-z][\w-]*|\b\w+\.(?:py|csv|xlsx|json)\b"
)
LATIN, CYRILLIC = re.compile(r"[A-Za-z]+"), re.compile(r"[\u0400-\u04ff]")
FOREIGN_LETTERS = {"uk": re.compile(r"[ыэёъЫЭЁЪ]"), "ru": re.compile(r"[ґєіїҐЄІЇ]")}


@cache
def sources(domain: str) -> dict[tuple[str, str], Message]:
    return {(message.context or "", message.text): message for message in extract(domain) if message.text}


@cache
def catalogue(language: str, domain: str) -> dict[tuple[str, str], polib.POEntry]:
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return {}
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


@cache
def listed(name: str) -> frozenset[str]:
    """Return the lines of a list in ``locale/``: texts that stay as they are, words that stay Latin."""
    path: Path = LOCALE / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def entries(language: str) -> Iterator[tuple[polib.POEntry, list[str]]]:
    """Yield what is ours and translated."""
    for domain in DOMAINS:
        for key, entry in catalogue(language, domain).items():
            if key in sources(domain):
                yield entry, [text for text in translations(entry) if text]


def show(wrong: list[str]) -> str:
    return f"{len(wrong)} in all:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_ours_is_translated(language: str) -> None:
    wrong = []
    for domain in DOMAINS:
        known = catalogue(language, domain)
        for key, message in sources(domain).items():
            entry = known.get(key)
            if entry is None:
                wrong.append(f"{message.place}: not in the catalogue (make messages): {message.text!r}")
            elif not all(translations(entry)) or bool(message.plural) != bool(entry.msgid_plural):
                wrong.append(f"{message.place}: no translation: {message.text!r}")
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy(language: str) -> None:
    wrong = [repr(entry.msgid) for entry, _texts in entries(language) if entry.fuzzy]
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_the_english_text(language: str) -> None:
    wrong = [
        repr(entry.msgid)
        for entry, texts in entries(language)
        if entry.msgid in texts
        and entry.msgid not in listed("same.txt")
        and LATIN.search(NO_WORDS.sub(" ", entry.msgid))
    ]
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_is_in_its_own_alphabet(language: str) -> None:
    wrong = []
    for entry, texts in entries(language):
        if entry.msgid in listed("same.txt"):
            continue
        for text in texts:
            words = NO_WORDS.sub(" ", text)
            if language == "cy":
                strange = CYRILLIC.findall(words)
            else:
                strange = [word for word in LATIN.findall(words) if word not in listed("latin.txt")]
                strange += FOREIGN_LETTERS[language].findall(words)
            if strange:
                wrong.append(f"{strange}: {text!r}")
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_the_placeholders(language: str) -> None:
    wrong = []
    for entry, texts in entries(language):
        allowed = set(PLACEHOLDER.findall(f"{entry.msgid} {entry.msgid_plural or ''}"))
        for text in texts:
            kept = set(PLACEHOLDER.findall(text))
            if kept != allowed if not entry.msgid_plural else not kept <= allowed:
                wrong.append(f"{entry.msgid!r}: {text!r}")
    assert not wrong, show(wrong)


def test_english_is_written_in_latin_letters() -> None:
    wrong = [
        f"{message.place}: {message.text!r}"
        for domain in DOMAINS
        for message in sources(domain).values()
        if CYRILLIC.search(message.text) and message.text not in listed("same.txt")
    ]
    assert not wrong, show(wrong)
