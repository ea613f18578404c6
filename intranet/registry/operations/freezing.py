"""Freezing: what a certificate says from its issue on, whatever is renamed later (REG-02, REG-06, DOC-04)."""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from intranet.core import institution
from intranet.core.models import Account
from intranet.core.words import search_key
from intranet.documents.queries import ProgrammeEdition, programme_editions
from intranet.registry.models import Certificate, Form, ImportBatch, Kind, Series, Signatory
from intranet.registry.operations.topics import Topics
from intranet.registry.queries.designs import origin, version_for
from intranet.registry.rules import gate, keys, publication
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.numbers import CODE_ALPHABET, CODE_LENGTH
from intranet.registry.rules.values import Values

_FIVE_BITS = bytes(ord(CODE_ALPHABET[byte % 32]) for byte in range(256))


@dataclass(frozen=True)
class Provider:
    """The institution as it is frozen into a certificate (DOC-01)."""

    name: str
    code: str
    language: str
    zone: ZoneInfo


class Facts:
    """What every certificate of one operation is judged and frozen by, read once."""

    def __init__(self) -> None:
        site = institution.current()
        self.provider = Provider(
            name=site.name_in(site.default_language),
            code=site.code,
            language=site.default_language,
            zone=institution.time_zone(),
        )
        self.forms = dict(Form.objects.values_list("code", "pk"))
        self.kinds = dict(Kind.objects.values_list("code", "pk"))
        self.signatories = {signatory.pk: signatory for signatory in Signatory.objects.all()}
        self._by_date: dict[date, Signatory | None] = {}
        self._programme_on: dict[tuple[int | str, date], ProgrammeEdition | None] = {}
        self.sort_key = lru_cache(maxsize=4096)(keys.sort_key)
        self.origin = origin()
        self.template_of = lru_cache(maxsize=64)(version_for)
        self.topics = Topics()

    def signatory_of(self, values: Values) -> Signatory | None:
        """Return who signs: the one named, else whoever was the last to become a signatory by the issue date."""
        if values.signatory_id is not None:
            return self.signatories.get(values.signatory_id)
        if values.issue_date is None or values.signatory_text:
            return None
        if values.issue_date not in self._by_date:
            valid = [one for one in self.signatories.values() if _may_sign(one, values.issue_date)]
            self._by_date[values.issue_date] = max(valid, key=lambda one: (one.since, one.pk), default=None)
        return self._by_date[values.issue_date]

    @cached_property
    def programmes(self) -> dict[int | str, list[ProgrammeEdition]]:
        """The editions of every published programme, by document and by folded title."""
        found: dict[int | str, list[ProgrammeEdition]] = defaultdict(list)
        for edition in programme_editions():
            found[edition.document_id].append(edition)
            found[search_key(edition.title)].append(edition)
        return found

    def programme_of(self, values: Values) -> ProgrammeEdition | None:
        """Return the edition, in force on the issue date, of the programme chosen or named by its title (PRG-03)."""
        named, on_date = values.programme_document_id or values.programme, values.issue_date
        if not named or on_date is None:
            return None
        if (named, on_date) not in self._programme_on:
            found = self.programmes.get(named if isinstance(named, int) else search_key(named), ())
            in_force = [each for each in found if each.is_in_force(on_date)]
            ours = (each for each in in_force if each.language == self.provider.language)
            self._programme_on[named, on_date] = next(ours, next(iter(in_force), None))
        return self._programme_on[named, on_date]

    def _programme_is_published(self, values: Values) -> bool:
        named = values.programme_document_id or values.programme.strip()
        return not named or values.issue_date is None or self.programme_of(values) is not None

    def missing(self, values: Values, *, on_date: date, is_historical: bool = False) -> list[Missing]:
        """Return what the gate finds (DOC-08)."""
        signatory = self.signatory_of(values)
        found = gate.missing(
            values,
            on_date=on_date,
            provider=self.provider.name,
            signatory=signatory.name if signatory else values.signatory_text,
            is_historical=is_historical,
            programme_is_published=is_historical or self._programme_is_published(values),
        )
        if signatory and values.issue_date and not _may_sign(signatory, values.issue_date):
            found.append(Missing("signatory", "DOC-07", "signatory_not_on_that_day"))
        return found


@dataclass(frozen=True)
class Registration:
    """How, when and by whom a certificate is registered."""

    at: datetime
    actor: Account | None
    grace: timedelta
    series: Series | None = None
    batch: ImportBatch | None = None
    is_historical: bool = False
    source_key: str | None = None


def frozen(values: Values, record_number: str, facts: Facts, how: Registration) -> Certificate:
    """Return the certificate, unsaved, that the values become. They must have passed the gate."""
    assert values.issue_date is not None  # noqa: S101 - the gate has seen to it
    signatory = facts.signatory_of(values)
    name = gate.public_name(values)
    texts = {field: getattr(values, field) for field in Values.TEXTS}
    others = {field: getattr(values, field) for field in Values.OTHERS if field != "signatory_id"}
    others["topics"] = {code: text for code, text in values.topics.items() if code != facts.provider.language}
    if edition := facts.programme_of(values):
        others["programme_document_id"] = edition.document_id
        texts["programme"], texts["programme_reason"] = values.programme.strip() or edition.title, ""
    return Certificate(
        **texts,
        **others,
        form_id=facts.forms[values.form],
        kind_id=facts.kinds[values.kind],
        signatory=signatory,
        series=how.series,
        record_number=record_number,
        number_key=keys.number_key(record_number),
        code=new_code(),
        language=facts.provider.language,
        template_version=None if how.is_historical else facts.template_of(how.series),
        origin=facts.origin,
        public_name=name,
        name_key=keys.name_key(name),
        sort_key=facts.sort_key(name, facts.provider.language),
        topic_hash=facts.topics.hash_of(values.topic),
        provider_name=facts.provider.name,
        provider_code=facts.provider.code,
        signatory_name=signatory.name if signatory else values.signatory_text,
        signatory_post=signatory.post if signatory else "",
        registered_at=how.at,
        issued_by=how.actor,
        publish_after=publication.public_from(
            registered_at=how.at, grace=how.grace, issue_date=values.issue_date, zone=facts.provider.zone
        ),
        batch=how.batch,
        is_historical=how.is_historical,
        not_recorded=gate.not_recorded(values, signatory=signatory.name if signatory else values.signatory_text)
        if how.is_historical
        else [],
        source_key=how.source_key,
    )


def new_code() -> str:
    """Return a new verification code of 120 random bits."""
    return secrets.token_bytes(CODE_LENGTH).translate(_FIVE_BITS).decode()


def _may_sign(signatory: Signatory, on_date: date) -> bool:
    return signatory.since <= on_date and (signatory.until is None or on_date < signatory.until)
