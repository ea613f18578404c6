"""The full files, the feed and the copy on disk: open where a basis is recorded, whole, and without withheld names."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from intranet.core.models import Institution
from intranet.registry.enums import LeafEvent, Restriction
from intranet.registry.models import Certificate, DisclosureSettings
from intranet.registry.operations import log, open_data, static_copy
from intranet.registry.operations.annulling import restrict
from intranet.registry.operations.publishing import record_first_publication
from tests.factories.registry import certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
ADDRESSES = ("/uk/certificates/open-data/", "/uk/certificates/open-data/certificates.csv", "/uk/certificates/feed.atom")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _empty_folder() -> Iterator[None]:
    folder = Path(settings.VAR_DIR) / "published"
    shutil.rmtree(folder, ignore_errors=True)
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def _opened() -> None:
    DisclosureSettings.objects.create(open_data=True, open_data_basis={"uk": "Наказ № 5 від 01.02.2026"})


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_open_until_the_institution_records_its_legal_basis(client: Client, address: str):
    certificate()
    assert open_data.refresh(at=AT) == 0
    assert client.get(address).status_code == 404
    DisclosureSettings.objects.create(open_data=True)  # switched on, but without a basis
    assert open_data.refresh(at=AT) == 0
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("_opened")
def test_the_files_are_written_once_a_day_and_describe_themselves(client: Client):
    certificate()
    record_first_publication(at=AT)
    assert open_data.refresh(at=AT) == 2
    assert open_data.refresh(at=AT + timedelta(hours=5)) == 0
    assert open_data.refresh(at=AT + timedelta(days=1)) == 2
    passport = json.loads((open_data.folder() / "datapackage.json").read_text())
    for resource in passport["resources"]:
        data = (open_data.folder() / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert resource["bytes"] == len(data)
    assert passport["purpose"] == "Наказ № 5 від 01.02.2026"
    heading = next(csv.reader((open_data.folder() / "certificates.csv").read_text("utf-8-sig").splitlines()))
    assert heading == [field["name"] for field in passport["resources"][0]["schema"]["fields"]]
    wanted = {
        "identifier", "title", "description", "accrualPeriodicity", "keyword", "purpose", "landingPage",
        "distributionFormat", "publisherName", "publisherIdentifier", "contactPointFn", "contactPointHasEmail",
    }  # fmt: skip
    assert wanted <= set(passport)
    page = client.get("/uk/certificates/open-data/")
    assert "certificates.csv" in page.content.decode()


@pytest.mark.usefixtures("_opened")
def test_a_file_that_did_not_change_is_not_sent_again(client: Client):
    certificate()
    open_data.refresh(at=AT)
    address = "/uk/certificates/open-data/certificates.csv"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert client.get("/uk/certificates/open-data/../../secret-key").status_code == 404
    assert client.get("/uk/certificates/open-data/state.json").status_code == 404


@pytest.mark.usefixtures("_opened")
def test_switching_it_off_takes_the_files_away():
    certificate()
    open_data.refresh(at=AT)
    DisclosureSettings.objects.update(open_data=False)
    open_data.refresh(at=AT)
    assert not open_data.folder().exists()


@pytest.mark.usefixtures("_opened")
def test_the_feed_tells_what_was_published_and_names_nobody_whose_certificate_was_annulled(client: Client):
    valid, annulled = certificate(surname="Ковальська"), certificate(surname="Гончаренко")
    record_first_publication(at=AT)
    Certificate.objects.filter(pk=annulled.pk).update(annulled_on=AT.date(), annulment_basis="Order 1")
    log.append([Certificate.objects.get(pk=annulled.pk)], LeafEvent.ANNULLED, at=AT)
    body = client.get("/uk/certificates/feed.atom").content.decode()
    titles = [entry.findtext(f"{ATOM}title", "") for entry in ElementTree.fromstring(body).iter(f"{ATOM}entry")]
    assert sum(valid.record_number in title for title in titles) == 1
    assert sum(annulled.record_number in title for title in titles) == 2
    assert "Ковальська" in body
    assert "Гончаренко" not in body
    identifiers = [entry.findtext(f"{ATOM}id") for entry in ElementTree.fromstring(body).iter(f"{ATOM}entry")]
    assert len(identifiers) == len(set(identifiers)) == 3


def test_the_copy_on_disk_is_there_in_every_language_says_its_age_and_has_all_rows_beside_it():
    certificate(surname="Ковальська")
    record_first_publication(at=AT)
    assert static_copy.refresh(at=AT) == len(Institution.objects.get().languages)
    for language in Institution.objects.get().languages:
        place = static_copy.folder() / language / "certificates"
        page = (place / "index.html").read_text()
        assert "Ковальська" in page
        assert "2026" in page
        assert "Ковальська" in (place / "certificates.csv").read_text("utf-8-sig")
        assert len(json.loads((place / "certificates.json").read_text())) == 1


def test_the_copy_is_written_anew_only_when_the_register_changed():
    certificate()
    record_first_publication(at=AT)
    static_copy.refresh(at=AT)
    assert static_copy.refresh(at=AT + timedelta(minutes=5)) == 0
    withheld = certificate(surname="Пізненко")
    record_first_publication(at=AT + timedelta(minutes=6))
    assert static_copy.refresh(at=AT + timedelta(minutes=6)) > 0
    page = static_copy.folder() / "uk/certificates/index.html"
    assert "Пізненко" in page.read_text()
    Certificate.objects.filter(pk=withheld.pk).update(
        restricted_on=AT.date(), restriction="court", restriction_reason="Decision 1"
    )
    log.append([Certificate.objects.get(pk=withheld.pk)], LeafEvent.RESTRICTED, at=AT)
    static_copy.refresh(at=AT + timedelta(minutes=7))
    assert "Пізненко" not in page.read_text()


@pytest.mark.usefixtures("_opened")
def test_a_name_that_is_withheld_is_gone_from_the_files_at_once(django_capture_on_commit_callbacks: Any):
    made = certificate(surname="Ковальська")
    record_first_publication(at=AT)
    open_data.refresh(at=AT)
    static_copy.refresh(at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        restrict(certificate=made, ground=Restriction.SAFETY, reason="asked in writing", at=AT)
    assert not static_copy.folder().exists()
    assert not open_data.folder().exists()
    static_copy.refresh(at=AT + timedelta(minutes=5))
    assert "Ковальська" not in (static_copy.folder() / "uk/certificates/certificates.csv").read_text("utf-8-sig")


def test_where_the_list_is_off_there_is_no_copy():
    certificate()
    static_copy.refresh(at=AT)
    Institution.objects.update(public_list=False)
    static_copy.refresh(at=AT + timedelta(minutes=5))
    assert not static_copy.folder().exists()
