"""Documents, read from their files by the reader that people use, and announcements."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.html import escape, format_html_join
from wagtail.models import Locale

from intranet.core import clock
from intranet.demo import material
from intranet.demo.cast import Cast
from intranet.documents.enums import TranslationDecisionKind
from intranet.documents.models import Acknowledgement
from intranet.documents.operations.acknowledging import confirm
from intranet.documents.reading import read
from intranet.governance import operations as governance
from intranet.notices.clauses import ClauseRef
from intranet.pages.models import AnnouncementPage, IndexPage
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.approving import GivenApproval
from intranet.pages.operations.importing import Source, free_slug, import_draft
from intranet.pages.operations.translating import decide
from intranet.pages.translations.standing import translated
from intranet.registry.models import Form
from intranet.training.models import Competence, Direction
from intranet.training.operations import save_competence

OF_A_PROGRAMME = ("developers", "aim", "direction", "forms", "competences", "outcomes")


def documents(*, cast: Cast, at: datetime, on_date: date) -> list[DocumentPage]:
    """Import every document in its languages and publish its editions, the oldest first."""
    pages: list[DocumentPage] = []
    for row in material.table("documents")["documents"]:
        versions: list[DocumentPage] = []
        for language in row["languages"]:
            versions.append(_import(row, language, versions[0] if versions else None, cast, at))
        texts = [deepcopy(page.body.get_prep_value()) for page in versions]
        for edition in row["editions"]:
            approval = _approval(edition, row, cast, at, on_date)
            for page, body in zip(versions, texts, strict=True):
                text = _replaced(body, edition.get("clauses", {}), page.locale.language_code)
                _publish(page, text, approval, cast, at)
        pages += versions
    return pages


def _import(
    row: dict[str, Any], language: str, original: DocumentPage | None, cast: Cast, at: datetime
) -> DocumentPage:
    name, data = material.text(row["stem"], language)
    draft = read(data, filename=name, kind=row["kind"], language=language)
    imported = import_draft(
        draft=draft,
        source=Source(data, name),
        approval=GivenApproval(),
        publish=False,
        at=at,
        actor=cast.accounts["editor"],
        translation_of=original,
        fields=_fields(row, language, cast, clock.date_of(at)),
    )
    page: DocumentPage = imported.page
    if "programme" in row:
        _classify(page, material.table("programmes")[row["programme"]], at)
    return page


def _fields(row: dict[str, Any], language: str, cast: Cast, on_date: date) -> dict[str, Any]:
    if "programme" in row:
        facts = material.table("programmes")[row["programme"]]
        worded = {name: _in(facts[name], language) for name in OF_A_PROGRAMME if name in facts}
        return {**worded, "contact_hours": facts["contact_hours"], "self_study_hours": facts["self_study_hours"]}
    if "post" in row:
        return {"post": cast.posts[row["post"]], **_skills(row.get("welsh", {}), language, cast, on_date)}
    return {"governs": row["governs"]}


def _skills(welsh: dict[str, Any], language: str, cast: Cast, on_date: date) -> dict[str, Any]:
    """Return which Welsh skills a post needs, and who found that; nothing of a post where nobody has asked."""
    if not welsh:
        return {}
    return {
        "welsh_category": welsh["category"],
        **{f"welsh_{skill}": level for skill, level in welsh["levels"].items()},
        "welsh_assessed_by": cast.posts[welsh["assessed_by"]],
        "welsh_assessed_on": material.days_before(on_date, welsh["assessed"]["days"]),
        "welsh_reason": _in(welsh["reason"], language),
    }


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts["uk"]


def _classify(page: DocumentPage, facts: dict[str, Any], at: datetime) -> None:
    """Choose for a programme what the catalogue finds it by, and distribute its hours."""
    page.directions = Direction.objects.filter(code__in=facts["directions"])
    page.offered_forms = Form.objects.filter(code=facts["form"])
    page.shared_competences = [_competence(code, at) for code in facts["shared_competences"]]
    page.hours_by_activity = [
        {"type": "row", "value": {"activity": name, "contact": contact, "self_study": self_study}}
        for name, contact, self_study in facts.get("activities", ())
    ]
    page.save()


def _competence(code: str, at: datetime) -> Competence:
    found = Competence.objects.filter(code=code).first()
    names = material.table("programmes")["competences"]
    return found or save_competence(
        word=Competence(code=code), names=names[code], clause=ClauseRef("cpd", "4.6"), at=at
    )


def _approval(edition: dict[str, Any], row: dict[str, Any], cast: Cast, at: datetime, on_date: date) -> dict[str, Any]:
    """Record the minutes and the order of an edition; an edition without them is public as not recorded."""
    values: dict[str, Any] = {"minutes": None, "order": None, "in_force_from": None}
    values["reason_not_recorded"] = edition.get("reason_not_recorded", "")
    if "in_force" in edition:
        values["in_force_from"] = material.days_before(on_date, edition["in_force"]["days"])
    if "minutes" in edition:
        minutes = edition["minutes"]
        values["minutes"] = governance.record_minutes(
            body=cast.councils[minutes["council"]],
            number=minutes["number"],
            date=material.days_before(on_date, minutes["days"]),
            at=at,
            actor=cast.accounts["approver"],
        )
    if "order" in edition:
        order = edition["order"]
        values["order"] = governance.record_order(
            number=order["number"],
            date=material.days_before(on_date, order["days"]),
            subject=material.paragraphs(row["stem"], row["languages"][0])[0],
            at=at,
            actor=cast.accounts["director"],
        )
    return values


def _replaced(body: list[dict[str, Any]], clauses: dict[str, dict[str, str]], language: str) -> list[dict[str, Any]]:
    """Return a body with the text of some clauses replaced; the blocks keep their ids."""
    body = deepcopy(body)
    for block in body:
        if block["type"] == "clause" and block["value"]["number"] in clauses:
            block["value"]["text"] = f"<p>{escape(clauses[block['value']['number']][language])}</p>"
    return body


def _publish(
    page: DocumentPage, body: list[dict[str, Any]], approval: dict[str, Any], cast: Cast, at: datetime
) -> None:
    """Publish an edition as an approver does: the newest text of the page, with its approval."""
    page.refresh_from_db()
    page.body = body
    for name, value in approval.items():
        setattr(page, name, value)
    page.full_clean()
    revision = page.save_revision(user=cast.accounts["approver"])
    found = translated(page)
    seen = [(each.id, each.source.hash) for each in found.open if each.source] if found else []
    if seen:  # the translator has written the changed clauses anew, and says so
        decide(page=page, seen=seen, kind=TranslationDecisionKind.CONFIRMED, at=at, actor=cast.accounts["editor"])
    revision.publish(user=cast.accounts["approver"])


def announcements(*, cast: Cast, on_date: date) -> list[AnnouncementPage]:
    """Publish the announcements in their languages."""
    pages: list[AnnouncementPage] = []
    for row in material.table("documents")["announcements"]:
        shared: dict[str, Any] = {}
        for language in row["languages"]:
            title, lines = material.paragraphs(row["stem"], language)
            section = IndexPage.objects.get(slug="announcements", locale__language_code=language)
            shared = shared or {"slug": free_slug(section, title)}
            page = AnnouncementPage(
                title=title,
                body=format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
                shown_until=on_date + timedelta(days=row["shown_for"]),
                locale=Locale.objects.get(language_code=language),
                owner=cast.accounts["editor"],
                live=False,
                **shared,
            )
            section.add_child(instance=page)
            page.save_revision(user=cast.accounts["approver"]).publish(user=cast.accounts["approver"])
            shared["translation_key"] = page.translation_key
            pages.append(page)
    return pages


def acknowledge(*, cast: Cast, at: datetime, on_date: date) -> int:
    """Have the registrar and the editor confirm that they have read their job descriptions; the others have yet to."""
    people = [account.person for account in (cast.accounts["registrar"], cast.accounts["editor"])]
    asked = Acknowledgement.objects.filter(person__in=people, withdrawn_at=None)
    for row in asked.select_related("person__account", "edition"):
        assert row.person.account is not None  # noqa: S101 - they were chosen by their accounts
        confirm(acknowledgement=row, read=row.edition, actor=row.person.account, at=at, on_date=on_date)
    return len(asked)
