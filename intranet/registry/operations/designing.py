"""Templates of certificates: each save that changes something is a new, frozen version (REG-06)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.languages import CODES
from intranet.core.models import Account, Institution
from intranet.core.refusals import Refusal
from intranet.core.typesetting.compiling import NotCompiled, TookTooLong
from intranet.registry import wording
from intranet.registry.enums import Paper
from intranet.registry.models import Template, TemplateVersion
from intranet.registry.printing import trying
from intranet.registry.printing.designs import Design, Layout, standard
from intranet.registry.rules.placing import not_placed, outside

LONGEST_SOURCE = 60_000
_FORBIDDEN = re.compile(r"\b(import|include|eval|plugin)\b")
_WHERE = re.compile(r"main\.typ:(?P<line>\d+):")

# What the templates of a new site are called: data, an institution changes them.
NAMES = {
    "uk": ("Зразок, аркуш уздовж", "Зразок, аркуш упоперек", "двома мовами"),
    "en": ("Supplied, upright", "Supplied, across", "two languages"),
    "cy": ("Cyflenwyd, ar ei hyd", "Cyflenwyd, ar draws", "dwyieithog"),
    "ru": ("Образец, лист вдоль", "Образец, лист поперёк", "на двух языках"),
}


class BadTemplate(Refusal):
    """The template cannot be used; the message says what to change."""


@transaction.atomic
def save_template(
    *, template: Template, design: Design, at: datetime, on_date: date, actor: Account | None = None
) -> TemplateVersion:
    """Add or change a template; a new version only where the design changed. Raises BadTemplate."""
    check(design, on_date=on_date)
    if Template.objects.filter(name=template.name).exclude(pk=template.pk).exists():
        raise BadTemplate(_("Another template has this name. Give it a name of its own."))
    if template.is_default and template.is_retired:
        raise BadTemplate(_("The default template must be offered. Make another one the default first."))
    if template.is_default:
        Template.objects.filter(is_default=True).exclude(pk=template.pk).update(is_default=False)
    template.save()
    # Two people who save at once give two versions, one after the other.
    list(Template.objects.select_for_update().filter(pk=template.pk))
    latest = template.versions.order_by("-number").first()
    if latest is None or latest.checksum != design.checksum:
        latest = _new_version(template, design, at, actor)
    audit.record("registry.template_saved", at=at, actor=actor, subject=template, version=latest.number)
    return latest


def _new_version(template: Template, design: Design, at: datetime, actor: Account | None) -> TemplateVersion:
    last = template.versions.aggregate(last=Max("number"))["last"] or 0
    return TemplateVersion.objects.create(
        template=template, number=last + 1, made_at=at, made_by=actor, **columns_of(design)
    )


def columns_of(design: Design) -> dict[str, Any]:
    """Return what a version keeps of a design."""
    return {
        "paper": design.paper,
        "languages": list(design.languages),
        "background": design.background or None,
        "background_type": design.background_type,
        "fields": list(design.fields),
        "texts": {"layout": design.layout, "colour": design.colour, "words": design.words},
        "source": design.source,
        "checksum": design.checksum,
    }


def check(design: Design, *, on_date: date) -> None:
    """Try the design with long words. Raises BadTemplate."""
    if not 1 <= len(design.languages) <= 2 or len(set(design.languages)) != len(design.languages):
        raise BadTemplate(_("Choose one language, or two that differ."))
    if design.layout == Layout.PLACED:
        _check_places(design)
    if design.layout == Layout.SOURCE:
        _check_source(design.source)
    try:
        trying.made(design, trying.with_longest(design, on_date=on_date))
    except NotCompiled as error:
        raise BadTemplate(sentence(error)) from None


def sentence(error: NotCompiled) -> str:
    """Return what Typst said, with the line that it means."""
    if isinstance(error, TookTooLong):
        return _("The template did not come to an end in time. Look through its source for loops.")
    where = _WHERE.search(error.diagnostic)
    if where:
        return _("Line %(line)s of the source: %(reason)s") % {"line": where["line"], "reason": error.message[:300]}
    return _("The document cannot be made: %(reason)s") % {"reason": error.message[:300]}


def _check_places(design: Design) -> None:
    lacking = not_placed(design.fields)
    if lacking:
        names = ", ".join(str(wording.PLACEABLE[name]) for name in lacking)
        raise BadTemplate(_("A certificate must show these; place them: %(names)s.") % {"names": names})
    for field in design.fields:
        if outside(field, landscape=design.paper == Paper.LANDSCAPE):
            name = wording.PLACEABLE[field["field"]]
            raise BadTemplate(_("“%(name)s” would run off the paper. Move it or make it narrower.") % {"name": name})


def _check_source(source: str) -> None:
    if not source.strip():
        raise BadTemplate(_("Fill in the source."))
    if len(source) > LONGEST_SOURCE:
        raise BadTemplate(_("The source is longer than 60,000 letters."))
    word = _FORBIDDEN.search(source)
    if word:
        raise BadTemplate(
            _("The source may not hold the word “%(word)s”: a template stands alone, without other files and packages.")
            % {"word": word.group()}
        )


@transaction.atomic
def make_templates(site: Institution, at: datetime) -> None:
    """Give a new site the templates that are supplied; a site that has any keeps its own."""
    if Template.objects.exists():
        return
    for name, design, is_default in supplied_templates(site.languages):
        _new_version(Template.objects.create(name=name, is_default=is_default), design, at, None)
    audit.record("registry.templates_made", at=at)


def supplied_templates(of_site: Sequence[str]) -> Iterator[tuple[str, Design, bool]]:
    """Yield the name and the design of each template that a site of these languages is given, and if it is its default.

    An upgrade gives them to a site that was set up before there were any.
    """
    languages = [code for code in of_site if code in CODES]
    upright, across, both = NAMES[languages[0]]
    for paper, name in ((Paper.PORTRAIT, upright), (Paper.LANDSCAPE, across)):
        for count in range(1, min(2, len(languages)) + 1):
            # Welsh and English stand side by side or not at all; elsewhere one language is the custom.
            is_default = paper == Paper.PORTRAIT and count == (2 if languages[:2] == ["cy", "en"] else 1)
            yield name if count == 1 else f"{name}, {both}", standard(*languages[:count], paper=paper), is_default
