"""What people say of the clauses of a translation is kept: which words of the original each answers to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, institution
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.enums import TranslationDecisionKind as Kind
from intranet.documents.models import Document, Edition, TranslationDecision
from intranet.documents.rules.pairing import Frozen, Paired, State, Unit, frozen
from intranet.pages.models.documents import DocumentPage
from intranet.pages.translations.standing import (
    draft_of,
    pairs_of,
    source_of,
    text_to_answer_to,
    translated,
    translations_of,
)


class DecisionRefused(Refusal):
    """Nothing was decided; the message says what is wrong and the way out."""


@transaction.atomic
def decide(
    *, page: DocumentPage, seen: Collection[tuple[str, str]], kind: str, at: datetime, actor: Account | None = None
) -> int:
    """Say of clauses of a translation's draft that they are right, or that they are published with a mark.

    ``seen`` names them with the hash of the original's words that the person had before them.

    Raises DecisionRefused where the original has changed meanwhile, and for a mark where both languages go live
    together or neither.
    """
    if kind == Kind.MARKED and institution.current().profile.both_languages_or_neither:
        raise DecisionRefused(
            _("Both languages are published together here: translate the clause, or confirm that it is still right.")
        )
    found = translated(draft_of(page))
    pairs = {each.id: each for each in found.pairs} if found else {}
    chosen = [pairs[unit] for unit, _hash in seen if unit in pairs]
    hashes = dict(seen)
    if len(chosen) != len(seen) or any(each.source is None or each.source.hash != hashes[each.id] for each in chosen):
        raise DecisionRefused(_("The original has changed since you opened the list. Look at the clauses again."))
    if kind != Kind.MARKED and any(each.target is None or not each.target.words for each in chosen):
        raise DecisionRefused(_("A clause without words cannot be confirmed: translate it first."))
    _keep(page, chosen, kind, at=at, actor=actor)
    audit.record("pages.translation_decided", at=at, actor=actor, subject=page, kind=kind, clauses=len(chosen))
    return len(chosen)


@transaction.atomic
def minor_edit(*, source: DocumentPage, at: datetime, actor: Account | None = None) -> int:
    """Say that the edits of an original's draft leave its translations right: of every clause that it has made old."""
    count = 0
    draft = draft_of(source)
    for page in translations_of(source):
        stale = [each for each in pairs_of(draft_of(page), draft) if each.state is State.STALE]
        _keep(page, stale, Kind.MINOR, at=at, actor=actor)
        count += len(stale)
    audit.record("pages.minor_edit", at=at, actor=actor, subject=source, clauses=count)
    return count


@transaction.atomic
def keep_translations(
    *,
    page: DocumentPage,
    source: DocumentPage,
    complete: Collection[str],
    sources: Iterable[Unit],
    targets: Iterable[Unit],
    at: datetime,
    actor: Account | None = None,
) -> None:
    """Keep that the translator has translated these clauses from these words; what was said already is not repeated."""
    own = {unit.id: unit for unit in targets}
    made = [
        Paired(State.CURRENT, unit, own[unit.id], unit.hash)
        for unit in sources
        if unit.id in complete and unit.id in own and unit.needs_translation
    ]
    said = set(
        TranslationDecision.objects.filter(document__key=page.translation_key, language=page.locale.language_code)
        .exclude(kind=Kind.MARKED)
        .values_list("unit", "source_hash", "target_hash")
    )
    fresh = [each for each in made if (each.id, each.made_from, own[each.id].hash) not in said]
    _keep(page, fresh, Kind.TRANSLATED, at=at, actor=actor, source_language=source.locale.language_code)


def freeze_pairing(*, edition: Edition, page: DocumentPage, at: datetime, actor: Account | None = None) -> Frozen:
    """Keep with an edition which words of the original each of its clauses was made from.

    What nobody has said anything of and is no copy of the original is taken as its translation from now on.
    """
    source = source_of(page)
    if source is None:
        return Frozen()
    text = text_to_answer_to(source)
    pairs = pairs_of(page, text)
    _adopt(page, pairs, at=at, actor=actor)
    kept = frozen((each for each in pairs if (each.source or each.target).kind != "field"), source.locale.language_code)  # type: ignore[union-attr]
    title = next((each for each in pairs if each.id == "title"), None)
    if title is not None:
        kept = Frozen(kept.source, {**kept.blocks, "title": (title.state.value, title.made_from)})
    if edition.pairing != kept.as_json():
        edition.pairing = kept.as_json()
        edition.save(update_fields=["pairing"])
    return kept


def _adopt(page: DocumentPage, pairs: Iterable[Paired], *, at: datetime, actor: Account | None) -> None:
    said = set(
        TranslationDecision.objects.filter(document__key=page.translation_key, language=page.locale.language_code)
        .exclude(kind=Kind.MARKED)
        .values_list("unit", flat=True)
    )
    unsaid = [
        each
        for each in pairs
        if each.state is State.CURRENT and each.id not in said and each.target and each.target.words
    ]
    spoken = [each for each in unsaid if each.source and each.source.needs_translation]
    _keep(page, spoken, Kind.ADOPTED, at=at, actor=actor)


def _keep(
    page: DocumentPage,
    pairs: Sequence[Paired],
    kind: str,
    *,
    at: datetime,
    actor: Account | None,
    source_language: str = "",
) -> None:
    if not pairs:
        return
    document, _created = Document.objects.get_or_create(key=page.translation_key, defaults={"kind": page.document_kind})
    source = source_of(page) if not source_language else None
    language = source_language or (source.locale.language_code if source else "")
    TranslationDecision.objects.bulk_create(
        TranslationDecision(
            document=document,
            language=page.locale.language_code,
            unit=each.id,
            kind=kind,
            source_language=language,
            source_hash=each.source.hash,
            source_text=each.source.words,
            target_hash=each.target.hash if each.target else "",
            decided_at=at,
            decided_by=actor,
        )
        for each in pairs
        if each.source is not None
    )
