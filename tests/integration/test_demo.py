"""The demo institution: what it holds, that its pages answer, that they disclose nothing, and when it is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from wagtail.models import Page

from intranet.core import clock, institution, sweep
from intranet.core.enums import JobState
from intranet.core.models import Account, Institution
from intranet.deadlines.models import Deadline
from intranet.demo import material
from intranet.demo.operations import loading
from intranet.demo.operations.living import live_through
from intranet.demo.operations.loading import Made, make_demo
from intranet.demo.sign_ins import sign_ins
from intranet.documents.enums import DocumentKind
from intranet.documents.models import Acknowledgement, Document, Edition
from intranet.documents.reading import read
from intranet.notices.models import Letter, Notice
from intranet.pages.models import AnnouncementPage, JobDescriptionPage, RegulationPage
from intranet.people.models import Person
from intranet.registry.enums import Signing
from intranet.registry.models import (
    AnnulmentRequest,
    ApiKey,
    Certificate,
    ColumnMapping,
    Draft,
    Duplicate,
    Head,
    HolderTelling,
    Leaf,
    PrintRun,
    Series,
    StateRecord,
)
from intranet.registry.operations import issuing
from intranet.registry.queries.versions import versions

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]  # a year of the institution is lived through

KEPT = {"django_content_type", "auth_permission", "django_migrations"}


def _empty_every_table() -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    """Make the demo once for the module, in a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        _empty_every_table()
        cache.clear()
        yield make_demo(at=clock.now())
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="module")
def lived(demo: Made, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """Live through the months behind the demo, once for the module."""
    whole = transaction.atomic()
    setattr(whole, "_from_testcase", True)  # noqa: B010 - as Django marks the transaction of a TestCase: letters refuse any other
    with django_db_blocker.unblock(), whole:
        yield live_through(at=clock.now())
        transaction.set_rollback(True)


def _signed_in(role: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    return client


# --- What it holds -------------------------------------------------------------------------------------------------


def test_the_demo_holds_an_institution_that_is_alive(demo: Made) -> None:
    assert Institution.objects.get().is_demo
    assert (demo.units, demo.people, demo.documents, demo.announcements) == (13, 41, 12, 4)
    assert (demo.certificates, demo.held_back, demo.annulled, demo.drafts) == (300, 6, 1, 6)


def test_certificates_are_spread_over_three_years(demo: Made) -> None:
    today = clock.today()
    ages = [(today - day).days for day in Certificate.objects.values_list("issue_date", flat=True)]
    assert min(ages) == 0
    assert max(ages) <= 3 * 366
    assert all(sum(1 for age in ages if year * 365 <= age < (year + 1) * 365) >= 50 for year in range(3))


def test_record_numbers_of_a_year_follow_the_dates_of_issue_without_gaps(demo: Made) -> None:
    for year in {day.year for day in Certificate.objects.values_list("issue_date", flat=True)}:
        standing = Certificate.objects.standing().exclude(series__code="СП")
        rows = standing.filter(issue_date__year=year).order_by("record_number")
        numbers = [int(number.rsplit("-", 1)[1]) for number in rows.values_list("record_number", flat=True)]
        days = list(rows.values_list("issue_date", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert days == sorted(days)


def test_every_role_can_sign_in_with_the_demo_password(demo: Made) -> None:
    assert len(sign_ins()) == 8
    for _role, username, password in sign_ins():
        assert Client().login(username=username, password=password), username


def test_regulations_are_in_force_to_come_and_not_recorded(demo: Made) -> None:
    today = clock.today()
    editions = {
        governs: list(
            Edition.objects.standing()
            .filter(document__governs=governs, language="uk")
            .order_by("in_force_from")
            .values_list("in_force_from", flat=True)
        )
        for governs in ("cpd", "mentoring", "attestation")
    }
    assert [day is not None and day < today for day in editions["cpd"]] == [True, True]
    assert [day is not None and day < today for day in editions["mentoring"]] == [True, False]
    assert editions["attestation"] == [None]


def test_a_regulation_and_its_translation_share_the_ids_of_their_blocks(demo: Made) -> None:
    pages = RegulationPage.objects.filter(governs="cpd")
    bodies = [[block.id for block in page.body] for page in pages]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


def test_clause_3_3_sets_the_fifteen_days_and_the_public_fields(demo: Made) -> None:
    edition = Edition.objects.in_force_by(clock.today()).filter(document__governs="cpd", language="en").first()
    assert edition is not None
    clause = edition.clauses.get(number="3.3", kind="clause")
    fields = edition.clauses.get(position=clause.position + 1)
    assert "15 calendar days" in clause.text
    assert all(word in fields.text for word in ("initials", "form, kind and topic", "hours", "record number"))


def test_drafts_that_lack_something_are_refused_and_two_are_ready(demo: Made) -> None:
    at = clock.now()
    lacking = [{missing.field for missing in issuing.missing(draft, at=at)} for draft in Draft.objects.order_by("pk")]
    assert lacking == [{"outcomes"}, {"hours"}, {"given_name"}, {"form", "kind"}, set(), set()]


def test_some_have_confirmed_their_job_descriptions_and_others_have_yet_to(demo: Made) -> None:
    asked = Acknowledgement.objects.filter(withdrawn_at=None)
    assert {row.person.account.username for row in asked.exclude(confirmed_at=None) if row.person.account} == {
        "registrar",
        "editor",
    }
    waiting = asked.filter(confirmed_at=None)
    assert waiting.count() >= 4
    assert waiting.filter(person__account__username="staff").exists()


def test_people_of_the_institution_see_certificates_of_their_own(demo: Made) -> None:
    holder = Person.objects.get(account__username="staff")
    assert Certificate.objects.filter(person=holder).count() >= 3


def test_some_certificates_have_a_story_of_their_own(demo: Made) -> None:
    corrected = Certificate.objects.get(version=2)
    assert [row.topic for row in versions(corrected)] == [corrected.topic.removesuffix(": практикум"), corrected.topic]
    assert Certificate.objects.exclude(restricted_on=None).count() == 1
    assert Duplicate.objects.get().number == 1
    assert sorted(AnnulmentRequest.objects.values_list("is_approved", flat=True), key=bool) == [None, True]
    assert sorted(StateRecord.objects.values_list("state", flat=True)) == ["accepted", "refused", "sent"]
    assert [mapping.places["full_name"] for mapping in ColumnMapping.objects.all()] == [1]
    assert sorted(key.revoked_at is None for key in ApiKey.objects.all()) == [False, True]


def test_a_series_is_signed_with_a_key_and_has_a_template_in_two_languages(demo: Made) -> None:
    series = Series.objects.get(signing=Signing.QUALIFIED)
    rows = Certificate.objects.filter(series=series)
    assert {(*row.template_version.languages,) for row in rows if row.template_version} == {("uk", "en")}
    assert [row.record_number for row in rows.order_by("pk")] == [
        f"СП-{row.issue_date.year}-{number:05}" for number, row in enumerate(rows.order_by("pk"), start=1)
    ]


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_every_page_answers_in_its_own_language(demo: Made) -> None:
    staff = _signed_in("staff")
    for page in Page.objects.live().filter(depth__gt=1).select_related("locale").specific():
        response = staff.get(page.url, follow=True)
        assert response.status_code == 200, page.url
        assert f'<html lang="{page.locale.language_code}"' in response.content.decode(), page.url


def test_job_descriptions_and_announcements_are_for_staff(demo: Made) -> None:
    for page in AnnouncementPage.objects.live():
        assert Client().get(page.url).status_code == 302


def test_public_pages_hold_no_private_data_of_a_certificate(demo: Made) -> None:
    visitor = Client()
    addresses = [page.url for page in Page.objects.live().public().filter(depth__gt=1)]
    addresses += [f"/{language}/certificates/" for language in ("uk", "en", "cy", "ru")]
    addresses += [f"/uk/certificates/export.{kind}" for kind in ("csv", "json")]
    texts = {}
    for address in addresses:
        response = visitor.get(address)
        assert response.status_code == 200, address
        texts[address] = b"".join(response).decode()
    private = {
        part
        for row in Certificate.objects.values_list("given_name", "patronymic", "outcomes", "workplace", "email")
        for part in row
        if len(part) > 5
    }
    for address, text in texts.items():
        found = [part for part in private if part in text and not _is_a_programmes_own(part)]
        assert not found, (address, found)
    assert any(re.search(r"ПК-\d{4}-\d{5}", text) for text in texts.values())


def _is_a_programmes_own(part: str) -> bool:
    """Say whether a text is public for another reason: a programme's page states its learning outcomes."""
    return any(part == programme["outcomes"]["uk"] for programme in material.table("programmes").values())


# --- When it is refused, and the large one --------------------------------------------------------------------------


def test_a_second_demo_is_refused_and_leaves_everything_as_it_was(demo: Made) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_demo", "--json", stdout=out)
    assert ended.value.code == 1
    assert "error" in json.loads(out.getvalue())
    assert Certificate.objects.standing().count() == 300


def test_the_large_register_comes_file_by_file_and_whole(demo: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "IN_A_FILE", 25)
    steps: list[int] = []
    accepted = loading.enlarge(count=60, at=clock.now(), progress=lambda done, count: steps.append(done))
    assert (accepted, steps) == (60, [25, 50, 60])
    assert Certificate.objects.filter(is_historical=True).public_at(clock.now()).count() == 60 + 90


# --- The texts -----------------------------------------------------------------------------------------------------


def _documents() -> list[tuple[str, str, str]]:
    rows = material.table("documents")["documents"]
    return [(row["stem"], language, row["kind"]) for row in rows for language in row["languages"]]


@pytest.mark.parametrize(("stem", "language", "kind"), _documents())
def test_every_text_is_read_whole(stem: str, language: str, kind: str) -> None:
    name, data = material.text(stem, language)
    draft = read(data, filename=name, kind=kind, language=language)
    assert (draft.receipt.unplaced, draft.receipt.dropped, draft.warnings) == ([], [], [])
    of_welsh = 8 if (kind, language) == (DocumentKind.JOB_DESCRIPTION, "cy") else 0  # its assessment is no text: below
    assert draft.job is None or len(draft.job.gaps) == of_welsh


def test_the_texts_are_in_our_own_words(seeds: Any) -> None:
    theirs = {run for path in seeds.glob("*.txt") for run in _runs(path.read_text(encoding="utf-8", errors="replace"))}
    ours = {run: path.name for path in material.TEXTS.iterdir() for run in _runs(path.read_text(encoding="utf-8"))}
    assert len(theirs) > 1000
    assert {name: run for run, name in ours.items() if run in theirs} == {}


def _runs(text: str, length: int = 9) -> Iterator[str]:
    words = re.findall(r"\w+", text.casefold())
    words = [word for word in words if not word.isdecimal()]
    yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))


def test_a_document_of_the_demo_is_one_document_in_its_languages(demo: Made) -> None:
    assert Document.objects.count() == demo.documents


def test_the_post_in_two_languages_is_a_model_of_the_welsh_rule(demo: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {page.locale.language_code: page for page in JobDescriptionPage.objects.filter(welsh_category="essential")}
    assert set(pages) == {"cy", "en"}
    profile = replace(institution.current().profile, welsh_skills=True)
    monkeypatch.setattr(Institution, "profile", profile)
    for page in pages.values():
        assert [finding.message for finding in page.wanting(on_date=clock.today()) if finding.refuses] == []
    editions = {each.language: each for each in Edition.objects.standing().filter(document__post__code="НС-041")}
    assert "<caption>Manyleb person</caption>" in editions["cy"].clauses.get(kind="person_spec").html
    assert "<caption>Person specification</caption>" in editions["en"].clauses.get(kind="person_spec").html
    pairing = editions["en"].pairing
    assert pairing["source"] == "cy"
    assert {state for state, _made_from in pairing["blocks"].values()} == {"current"}


# --- When it has lived: last, since what has happened stays for the rest of the module -------------------------------


def test_what_was_issued_lately_waits_in_runs_that_are_signed_in_part(lived: dict[str, int]) -> None:
    runs = {run.signing: run for run in PrintRun.objects.all()}
    assert all(run.file and run.job and run.job.state == JobState.DONE for run in runs.values())
    assert 0 < runs[Signing.PAPER].signatures.exclude(signed_on=None).count() < runs[Signing.PAPER].size
    assert not runs[Signing.QUALIFIED].signatures.exclude(signed_on=None).exists()
    for run in runs.values():
        run.file.storage.delete(str(run.file.name))


def test_the_log_has_heads_that_prove_every_entry_and_nothing_is_told_before_it_happened(lived: dict[str, int]) -> None:
    heads = list(Head.objects.order_by("size"))
    assert len(heads) > 10
    assert not Leaf.objects.filter(index__lt=heads[0].size, at__gt=heads[0].marked_at).exists()
    assert heads[-1].size == Leaf.objects.exclude(index=None).count()
    told = HolderTelling.objects.exclude(told_at=None)
    assert told.exists()
    assert not told.filter(told_at__lt=F("certificate__registered_at")).exists()


def test_after_the_sweep_deadlines_are_met_near_and_overdue_and_letters_wait(lived: dict[str, int]) -> None:
    today = clock.today()
    publishing = Deadline.objects.filter(rule_key="reg.publish", lapsed_on=None)
    open_days = sorted((row.due_on - today).days for row in publishing.filter(met_on=None))
    assert lived["failed_steps"] == 0
    assert [days for days in open_days if days < 13] == [-7, -3, 2, 3, 9, 12]
    assert publishing.exclude(met_on=None).count() >= 5
    assert any(row.met_on and row.met_on > row.due_on for row in publishing)
    assert Letter.objects.exists()
    assert lived["published"] == 300 - 6 - 2


def test_a_second_sweep_tells_nobody_twice(lived: dict[str, int]) -> None:
    told = Notice.objects.count(), Letter.objects.count()
    at = clock.now()
    sweep.run(at=at, on_date=clock.date_of(at))
    assert (Notice.objects.count(), Letter.objects.count()) == told
