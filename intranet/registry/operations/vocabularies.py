"""Forms, kinds, series, signatories: what a certificate is made with. A name that was used stays (law 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account, Institution
from intranet.core.refusals import Refusal
from intranet.people.models import Person
from intranet.registry import wording
from intranet.registry.defaults import FORMS, KINDS, SERIES
from intranet.registry.enums import Restart
from intranet.registry.models import Certificate, Counter, Form, Introduction, Kind, Series, Signatory, VocabularyEntry
from intranet.registry.rules.numbers import pattern_problem

Entry = TypeVar("Entry", bound=VocabularyEntry)


class CannotRename(Refusal):
    """The name stands on certificates that were issued."""


class BadSeries(Refusal):
    """The series cannot be as it is written."""


def is_used(entry: VocabularyEntry) -> bool:
    """Say whether a certificate was issued with the entry."""
    column = "form" if isinstance(entry, Form) else "kind"
    return Certificate.objects.filter(**{column: entry.pk}).exists()


class IntroductionTwice(Refusal):
    """The page has an introduction already."""


class EntryTwice(Refusal):
    """The code is another entry's."""


@transaction.atomic
def save_entry(*, entry: Entry, names: Mapping[str, str], at: datetime, actor: Account | None = None) -> Entry:
    """Add or change a form or kind. A name that stands on certificates stays; a missing language can be filled in.

    Raises CannotRename, EntryTwice.
    """
    if type(entry)._default_manager.filter(code=entry.code).exclude(pk=entry.pk).exists():
        raise EntryTwice(_("Another entry has the code “%(code)s”. Choose another.") % {"code": entry.code})
    known: Mapping[str, str] = {}
    if entry.pk is not None:
        known = type(entry)._default_manager.get(pk=entry.pk).names
        changed = [language for language, text in names.items() if known.get(language, text) != text]
        if changed and is_used(entry):
            raise CannotRename(
                _("Certificates were issued under this name, so it stays. Add a new entry and stop offering this one.")
            )
    entry.names = {**known, **{language: text for language, text in names.items() if text}}
    is_new = entry.pk is None
    entry.save()
    audit.record("registry.entry_added" if is_new else "registry.entry_changed", at=at, actor=actor, subject=entry)
    return entry


@transaction.atomic
def save_series(*, series: Series, at: datetime, actor: Account | None = None) -> Series:
    """Add or change a series; a new default takes the place of the old one. Raises BadSeries."""
    problem = pattern_problem(series.pattern, restarts_yearly=series.restart == Restart.YEARLY)
    if problem:
        raise BadSeries(str(wording.SENTENCES[problem]))
    if series.pk is not None and Counter.objects.filter(series=series).exists():
        before = Series.objects.get(pk=series.pk)
        if before.restart != series.restart:
            raise BadSeries(_("Numbers were given in this series, so their counting stays. Add a new series instead."))
    others = Series.objects.exclude(pk=series.pk)
    if others.filter(Q(code=series.code) | Q(pattern=series.pattern)).exists():
        raise BadSeries(_("Another series has this name or this pattern: their numbers would be the same."))
    if series.is_default:
        Series.objects.filter(is_default=True).exclude(pk=series.pk).update(is_default=False)
    series.save()
    audit.record("registry.series_saved", at=at, actor=actor, subject=series, pattern=series.pattern)
    return series


@transaction.atomic
def add_signatory(
    *,
    name: str,
    since: date,
    at: datetime,
    post: str = "",
    until: date | None = None,
    person: Person | None = None,
    actor: Account | None = None,
) -> Signatory:
    """Say who signs certificates from a day on (DOC-07)."""
    signatory = Signatory.objects.create(name=name, post=post, since=since, until=until, person=person)
    audit.record("registry.signatory_added", at=at, actor=actor, subject=signatory)
    return signatory


@transaction.atomic
def change_signatory(
    *,
    signatory: Signatory,
    name: str,
    since: date,
    at: datetime,
    post: str = "",
    until: date | None = None,
    person: Person | None = None,
    actor: Account | None = None,
) -> Signatory:
    """Correct a signatory; certificates keep the name and post that they were issued with."""
    signatory.name, signatory.post, signatory.since, signatory.until, signatory.person = (
        name,
        post,
        since,
        until,
        person,
    )
    signatory.save()
    audit.record("registry.signatory_changed", at=at, actor=actor, subject=signatory)
    return signatory


@transaction.atomic
def save_introduction(
    *, introduction: Introduction, texts: Mapping[str, str], at: datetime, actor: Account | None = None
) -> Introduction:
    """Write the words above a page. Raises IntroductionTwice."""
    others = Introduction.objects.filter(slug=introduction.slug).exclude(pk=introduction.pk)
    if others.exists():
        raise IntroductionTwice(_("This page has an introduction already. Change that one."))
    introduction.texts = dict(texts)
    introduction.save()
    audit.record("registry.introduction_saved", at=at, actor=actor, subject=introduction)
    return introduction


@transaction.atomic
def make_defaults(institution: Institution, at: datetime) -> None:
    """Give a new site its forms, kinds and first series; what is there already stays."""
    for position, (code, names) in enumerate(FORMS.items(), start=1):
        Form.objects.get_or_create(code=code, defaults={"names": names, "position": position})
    for position, (code, names) in enumerate(KINDS.items(), start=1):
        Kind.objects.get_or_create(code=code, defaults={"names": names, "position": position})
    if not Series.objects.exists():
        code = SERIES.get(institution.default_language, "CPD")
        Series.objects.create(code=code, pattern=f"{code}-{{year}}-{{seq:05}}", is_default=True)
    audit.record("registry.defaults_made", at=at)
