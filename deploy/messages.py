"""Message catalogues without GNU gettext: ``compile`` (po -> mo), ``update`` (sources -> po).

Ours are ``locale/<language>/LC_MESSAGES/django.po`` (Python and templates) and ``djangojs.po`` (scripts); the gaps of
Wagtail's own catalogues that we fill stand in ``locale/overlay`` and are compiled only.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
LANGUAGES = ("uk", "cy", "ru")  # English is the source
KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "_now": None,
    "_gettext": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(_|_now|_gettext|n?p?gettext)\(")


class Message(NamedTuple):
    """A string of ours and where it stands."""

    context: str | None
    text: str
    plural: str | None
    place: str


# --- What the sources say ------------------------------------------------------------------------------------------


def extract(domain: str = "django") -> list[Message]:
    """Return every translatable string of the sources, in the order of their files."""
    if domain == "djangojs":
        return [message for path in sorted((ROOT / "static" / "js").rglob("*.js")) for message in _of_script(path)]
    found: list[Message] = []
    for path in sorted((ROOT / "intranet").rglob("*.py")):
        found.extend(_of_python(path))
    for path in sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"}):
        found.extend(_of_template(path))
    return found


def _of_python(path: Path) -> Iterator[Message]:
    yield from _by_babel("python", path)


def _of_script(path: Path) -> Iterator[Message]:
    yield from _by_babel("javascript", path)


def _by_babel(method: str, path: Path) -> Iterator[Message]:
    from babel.messages.extract import extract as babel_extract

    with path.open("rb") as source:
        for _line, text, _comments, context in babel_extract(
            method, source, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            singular, plural = text if isinstance(text, tuple) else (text, None)
            yield Message(context, singular, plural, path.relative_to(ROOT).as_posix())


def _of_template(path: Path) -> Iterator[Message]:
    """Read what Django makes of a template for xgettext: calls amid filler, of which only the calls are Python."""
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    place = path.relative_to(ROOT).as_posix()
    for match in CALL.finditer(source):
        call = _call_at(source, match.start())
        if call is None:
            continue
        texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        strings = [text for text in texts if isinstance(text, str)]
        name = match.group(1)
        context = strings.pop(0) if "p" in name else None
        yield Message(context, strings[0], strings[1] if name.startswith("n") else None, place)


def _call_at(source: str, start: int) -> ast.Call | None:
    """Return the call that begins at ``start``: the shortest text up to a bracket that parses."""
    end = start
    while (end := source.find(")", end) + 1) > 0:
        try:
            parsed = ast.parse(source[start:end].strip(), mode="eval").body
        except SyntaxError:
            continue
        return parsed if isinstance(parsed, ast.Call) else None
    return None


# --- The catalogues ------------------------------------------------------------------------------------------------


def update() -> None:
    """Bring the catalogues up to the sources: new strings empty, gone ones dropped, translations kept."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    for domain in ("django", "djangojs"):
        messages = extract(domain)
        for language in LANGUAGES if messages else ():
            path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
            catalogue = Catalog(locale=language, project="intranet", fuzzy=False)
            if path.exists():
                with path.open("rb") as source:
                    catalogue = read_po(source, locale=language)
            template = Catalog(project="intranet", fuzzy=False)
            for message in messages:
                key = (message.text, message.plural) if message.plural else message.text
                template.add(key, context=message.context, locations=[(message.place, 0)])
            catalogue.update(template, no_fuzzy_matching=True)
            out = io.BytesIO()
            write_po(out, catalogue, width=120, ignore_obsolete=True, include_lineno=False)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(out.getvalue())
            missing = sum(1 for entry in catalogue if entry.id and not _is_translated(entry.string))
            print(f"{path.relative_to(ROOT)}: {len(catalogue)} strings, {missing} without a translation")


def _is_translated(string: Any) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def compile_all() -> None:
    """Write the ``.mo`` beside each ``.po`` that is newer."""
    for path in sorted(LOCALE.rglob("*.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with path.open("rb") as source:
            catalogue = read_po(source)
        out = io.BytesIO()
        write_mo(out, catalogue)
        compiled.write_bytes(out.getvalue())


if __name__ == "__main__":
    actions = {"compile": compile_all, "update": update}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        sys.exit(f"Usage: {sys.argv[0]} {'|'.join(actions)}")
    actions[sys.argv[1]]()
