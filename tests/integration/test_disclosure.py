"""Disclosure has one door (law 8): walked from the URLconf, no public address lets a private field out (REG-05)."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from intranet.registry.models import Certificate, DisclosureSettings
from intranet.registry.operations import open_data
from intranet.registry.operations.linking import tokens_for
from intranet.registry.operations.publishing import record_first_publication
from intranet.training.links import LEAVE, link
from intranet.training.models import SignUp
from tests.factories.registry import certificate
from tests.factories.training import run, signed_up
from tests.integration.test_addresses import Address, ours

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

# Each value occurs nowhere else, so that finding one in an answer is a leak.
PRIVATE = {
    "given_name": "Ганнопава",
    "patronymic": "Святополківна",
    "outcomes": "Знає потаємне про вимірювання",
    "workplace": "Школа за лісом",
    "email": "tayemna@example.org",
    "name_latin": "Hannopava Secretova",
    "programme": "Внутрішня програма сім",
    "programme_reason": "Кафедра погодила її усно",
}
# What stands for the varying parts of public addresses; a new public address with such a part must be added here.
VARYING = {
    "/sitemap-sample.xml": tuple(f"/sitemap-{name}.xml" for name in ("pages", "adverts", "tables")),
    "/calendar/sample.ics": (),  # one’s own deadlines: the link is the key to them
    "/api/v1/certificates/sample": ("/api/v1/certificates/{code}",),
    "/uk/verify/sample/": ("/uk/verify/{code}/",),
    "/uk/badges/keys/sample/": (),  # off until the institution turns badges on; a public key and nothing else
    "/uk/verify/sample/name/": ("/uk/verify/{code}/name/",),  # what is sent to it has a test of its own
    "/uk/holder/sample/": ("/uk/holder/{holder}/",),
    "/uk/courses/sample/sample/": ("{sign_up}",),
    "/uk/courses/of/00000000-0000-0000-0000-000000000000/calendar.ics": ("/uk/courses/of/{programme}/calendar.ics",),
    "/uk/holder/sample/sample/": (),  # the holder’s own document: the link is the key to it
    "/uk/certificates/export.sample": tuple(f"/uk/certificates/export.{kind}" for kind in ("csv", "json", "xlsx")),
    "/uk/certificates/open-data/sample": tuple(
        f"/uk/certificates/open-data/{name}" for name in ("certificates.csv", "certificates.json", "datapackage.json")
    ),
    "/uk/verify/sample/proof.json": ("/uk/verify/{code}/proof.json",),
    "/uk/certificates/log/sample/": ("/uk/certificates/log/2/",),
    "/uk/certificates/log/sample/sample/consistency.json": ("/uk/certificates/log/1/2/consistency.json",),
    "/uk/regulations/in-force.sample": ("/uk/regulations/in-force.csv", "/uk/regulations/in-force.json"),
    "/uk/subscriptions/00000000-0000-0000-0000-000000000000/": (),  # a document that everybody may read, by its title
    "/uk/subscriptions/sample/sample/": (),  # the subscriber’s own: the link is the key to it
    "/media/sample": (),  # pictures of pages, from the file store
}
WITH_QUERY = (
    "/uk/courses/{run}/",
    "/uk/courses/{run}/calendar.ics",
    "/uk/certificates/?q=Ковальська",
    "/uk/verify/?number={number}&surname=Ковальська",
)


@pytest.fixture
def entry() -> Certificate:
    made = certificate(surname="Ковальська", **PRIVATE)
    Certificate.objects.filter(pk=made.pk).update(publish_after=datetime(2026, 2, 17, tzinfo=UTC))
    DisclosureSettings.objects.create(
        open_data=True, open_data_basis={"uk": "Наказ № 5"}, public_compliance=True, badges=True
    )
    private = {name: PRIVATE[name] for name in ("given_name", "patronymic", "email", "workplace")}
    signed_up(run(), surname="Ковальська", **private)
    record_first_publication(at=datetime(2026, 2, 18, tzinfo=UTC))
    open_data.write(at=datetime(2026, 2, 18, tzinfo=UTC))
    return made


def public_addresses() -> list[Address]:
    return [address for address in ours() if address.view.access.who == "public"]


def asked(entry: Certificate) -> list[str]:
    """Return every public address, with real values in its varying parts."""
    paths: list[str] = []
    for address in public_addresses():
        paths += VARYING.get(address.path, (address.path,))
    paths += WITH_QUERY
    paths += [page.url for page in Page.objects.live().public() if page.url]
    holder = tokens_for([entry.pk], at=entry.registered_at)[entry.pk]
    sign_up = SignUp.objects.get()
    real = {
        "code": entry.code,
        "number": entry.record_number,
        "holder": holder,
        "run": sign_up.run_id,
        "programme": sign_up.run.programme.key,
        "sign_up": link(LEAVE, sign_up.pk),
    }
    return [path.format(**real) for path in paths]


def words_of(response: Any) -> str:
    """Return an answer's words; a workbook is unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return str(body.decode(errors="replace"))


def test_a_public_address_with_a_varying_part_is_known_to_this_test():
    unknown = [
        address.path for address in public_addresses() if "sample" in address.path and address.path not in VARYING
    ]
    assert unknown == []


def test_no_public_address_lets_a_private_field_out(client: Client, entry: Certificate):
    leaks = []
    seen = 0
    for path in asked(entry):
        words = words_of(client.get(path))
        seen += entry.public_name in words
        leaks += [(path, name) for name, value in PRIVATE.items() if value in words]
    assert leaks == []
    assert seen >= 5, "the certificate was shown nowhere, so that nothing was tested"
