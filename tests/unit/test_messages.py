"""Strings are found in the sources, and catalogues compiled, without GNU gettext."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from deploy import messages


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a small project."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    (tmp_path / "intranet").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "static" / "js").mkdir(parents=True)
    return tmp_path


def found(domain: str = "django") -> list[tuple[str | None, str, str | None]]:
    return [(message.context, message.text, message.plural) for message in messages.extract(domain)]


def test_python_sources_are_read(sources: Path) -> None:
    (sources / "intranet" / "a.py").write_text(
        "a = _('one')\n"
        "b = gettext_lazy('in ' 'two pieces')\n"
        "c = ngettext('%(n)d day', '%(n)d days', n)\n"
        "d = pgettext('of a door', 'open')\n"
        "e = npgettext('of a file', 'leaf', 'leaves', n)\n"
        "f = other('not ours')\n"
    )
    assert found() == [
        (None, "one", None),
        (None, "in two pieces", None),
        (None, "%(n)d day", "%(n)d days"),
        ("of a door", "open", None),
        ("of a file", "leaf", "leaves"),
    ]


def test_templates_are_read(sources: Path) -> None:
    (sources / "templates" / "a.html").write_text(
        "<p>{% translate 'one (and a bracket)' %}</p>\n"
        '{% translate "open" context "of a door" %}\n'
        "{% blocktranslate trimmed count n=days %}\n  {{ n }} day\n"
        "{% plural %}\n  {{ n }} days\n{% endblocktranslate %}\n"
        "{% blocktranslate trimmed with name=person %}It’s {{ name }}.{% endblocktranslate %}"
        "{{ _('in a variable') }} {% include 'x.html' with label=_('in an argument') %}"
    )
    assert found() == [
        (None, "one (and a bracket)", None),
        ("of a door", "open", None),
        (None, "%(n)s day", "%(n)s days"),
        (None, "It’s %(name)s.", None),
        (None, "in a variable", None),
        (None, "in an argument", None),
    ]


def test_scripts_are_read(sources: Path) -> None:
    (sources / "static" / "js" / "a.js").write_text("show(gettext('Copied'));")
    assert found("djangojs") == [(None, "Copied", None)]


def test_an_update_keeps_translations_and_drops_what_is_gone(sources: Path) -> None:
    module = sources / "intranet" / "a.py"
    module.write_text("_('stays')\n_('goes')\n")
    messages.update()
    path = sources / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    path.write_text(path.read_text().replace('msgid "stays"\nmsgstr ""', 'msgid "stays"\nmsgstr "лишається"'))
    module.write_text("_('stays')\n_('comes')\n")
    messages.update()
    text = path.read_text()
    assert 'msgid "stays"\nmsgstr "лишається"' in text
    assert 'msgid "comes"\nmsgstr ""' in text
    assert "goes" not in text


def test_a_compiled_catalogue_knows_the_plurals_of_its_language(sources: Path) -> None:
    (sources / "intranet" / "a.py").write_text("ngettext('%(n)d day', '%(n)d days', n)\n")
    messages.update()
    path = sources / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    text = path.read_text()
    for number, word in enumerate(["день", "дня", "дней"]):
        text = text.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "%(n)d {word}"')
    path.write_text(text)
    messages.compile_all()
    with path.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    shown = [catalogue.ngettext("%(n)d day", "%(n)d days", n) % {"n": n} for n in (1, 2, 5, 21)]
    assert shown == ["1 день", "2 дня", "5 дней", "21 день"]


def test_every_name_that_our_sources_give_to_gettext_is_looked_for() -> None:
    root = Path(__file__).parents[2] / "intranet"
    given = {
        name for path in root.rglob("*.py") for name in re.findall(r"\bn?p?gettext(?:_\w+)? as (\w+)", path.read_text())
    }
    assert given - set(messages.KEYWORDS) == set()
