"""Templates in the admin: saved, tried, chosen; and the document on the certificate's page."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from intranet.core.models import Institution
from intranet.core.rights import DIRECTOR, HR, REGISTRAR, STAFF, sync_groups
from intranet.registry.forms.templates import BLANK_ROWS, first_places
from intranet.registry.models import Certificate, Duplicate, Template
from intranet.registry.printing.designs import Layout, supplied
from tests.factories import registry as make
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NASTIES = ["\x00", "9" * 40, "\ud800", "\u202e", "x" * 10_000, "-1", "1e400", "nan", "#{}$"]


@pytest.fixture
def registrar(client: Client, institution: Institution) -> Client:
    sync_groups()
    client.force_login(AccountFactory(groups=[REGISTRAR]))
    return client


def typed(**changes: Any) -> dict[str, Any]:
    """Return a form as a browser sends it, its rows of fields included."""
    rows = first_places("uk")
    sent: dict[str, Any] = {
        "name": "Бланк коледжу", "layout": Layout.PLACED, "paper": "portrait", "first_language": "uk",
        "second_language": "en", "colour": "#1f5a57", "title_uk": "Сертифікат", "title_en": "Certificate",
        "holder_uk": "ПІБ", "holder_en": "Awarded to", "signature_uk": "Підпис", "source": "",
        "placed-TOTAL_FORMS": len(rows) + BLANK_ROWS, "placed-INITIAL_FORMS": len(rows),
    }  # fmt: skip
    for number, row in enumerate(rows):
        sent |= {f"placed-{number}-{name}": value for name, value in row.items()}
    return {**sent, **changes}


def background(kind: str = "PNG") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (210, 297), "#fbf7ee").save(made, kind)
    return SimpleUploadedFile("frame.png", made.getvalue(), content_type="image/png")


def sentences(response: Any) -> str:
    return str(response.content.decode())


def test_a_template_is_made_from_a_picture_and_fields(registrar: Client) -> None:
    response = registrar.post(reverse("template:add"), typed(background=background()))
    assert response.status_code == 302, sentences(response)
    version = Template.objects.get(name="Бланк коледжу").versions.get()
    assert (version.number, version.languages, version.background_type) == (1, ["uk", "en"], "png")
    assert len(version.fields) == len(first_places("uk"))
    assert registrar.get(reverse("template:version", args=[version.pk])).content.startswith(b"%PDF")
    assert registrar.get(reverse("template:picture", args=[version.pk])).content.startswith(b"\x89PNG")


def test_the_picture_stays_until_it_is_replaced_or_removed(registrar: Client) -> None:
    registrar.post(reverse("template:add"), typed(background=background()))
    template = Template.objects.get(name="Бланк коледжу")
    address = reverse("template:edit", args=[template.pk])
    registrar.post(address, typed())
    assert template.versions.count() == 1
    registrar.post(address, typed(no_background="on"))
    assert [bool(each.background) for each in template.versions.order_by("number")] == [True, False]


@pytest.mark.parametrize("group", [REGISTRAR, DIRECTOR])
def test_lists_and_versions_open(client: Client, institution: Institution, group: str) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[group]))
    template = Template.objects.get(is_default=True)
    assert client.get(reverse("template:index")).status_code == 200
    assert client.get(reverse("template:inspect", args=[template.pk])).status_code == 200


def test_forms_open(registrar: Client) -> None:
    template = Template.objects.get(is_default=True)
    assert "placed-0-field" in sentences(registrar.get(reverse("template:add")))
    assert "placed-0-field" in sentences(registrar.get(reverse("template:edit", args=[template.pk])))


@pytest.mark.parametrize("asked", ["pdf", "png", "latest"])
def test_what_is_typed_is_tried_before_it_is_saved(registrar: Client, asked: str) -> None:
    make.certificate()
    response = registrar.post(reverse("template:try_new"), typed(background=background(), **{"try": asked}))
    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG" if asked == "png" else b"%PDF")
    assert not Template.objects.filter(name="Бланк коледжу").exists()


def test_a_template_that_lacks_what_the_law_asks_for_is_refused(registrar: Client) -> None:
    number = next(place for place, row in enumerate(first_places("uk")) if row["field"] == "outcomes")
    response = registrar.post(reverse("template:add"), typed(**{f"placed-{number}-DELETE": "on"}))
    assert response.status_code == 200
    assert not Template.objects.filter(name="Бланк коледжу").exists()
    tried = registrar.post(reverse("template:try_new"), typed(**{f"placed-{number}-DELETE": "on"}))
    assert tried.status_code == 422


@pytest.mark.parametrize("nasty", NASTIES)
@pytest.mark.parametrize(
    "name",
    ["name", "layout", "first_language", "colour", "title_uk", "source", "placed-0-x", "placed-0-text",
     "placed-0-field", "placed-TOTAL_FORMS"],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_it(registrar: Client, name: str, nasty: str) -> None:
    sent = typed(**{name: nasty.encode("utf-8", "replace").decode()})
    assert registrar.post(reverse("template:try_new"), sent).status_code in (200, 422)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40])
def test_a_file_that_is_no_picture_is_refused(registrar: Client, data: bytes) -> None:
    upload = SimpleUploadedFile("frame.png", data, content_type="image/png")
    response = registrar.post(reverse("template:add"), typed(background=upload))
    assert response.status_code == 200
    assert not Template.objects.filter(name="Бланк коледжу").exists()


def test_source_of_an_expert_is_saved_as_typed(registrar: Client) -> None:
    own = supplied("standard").replace("15pt", "14pt")
    sent = typed(layout=Layout.SOURCE, source=own.replace("\n", "\r\n"))
    assert registrar.post(reverse("template:add"), sent).status_code == 302
    assert Template.objects.get(name="Бланк коледжу").versions.get().source == own


def test_the_document_is_handed_to_those_who_see_the_register(registrar: Client) -> None:
    row = make.certificate()
    response = registrar.get(reverse("certificate:pdf", args=[row.pk]))
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    assert reverse("certificate:pdf", args=[row.pk]) in sentences(
        registrar.get(reverse("certificate:inspect", args=[row.pk]))
    )
    Duplicate.objects.create(
        certificate=row, number=1, issued_on=row.issue_date, reason="Втрачено", made_at=make.ISSUED_AT
    )
    twice = registrar.get(reverse("certificate:pdf_duplicate", args=[row.pk, 1]))
    assert twice.content.startswith(b"%PDF")
    assert registrar.get(reverse("certificate:pdf_duplicate", args=[row.pk, 2]), follow=True).status_code == 404


def test_an_annulled_certificate_is_handed_out_no_more(registrar: Client) -> None:
    row = make.certificate()
    Certificate.objects.filter(pk=row.pk).update(annulled_on=row.issue_date, annulment_basis="Наказ")
    response = registrar.get(reverse("certificate:pdf", args=[row.pk]), follow=True)
    assert not response.content.startswith(b"%PDF")
    assert response.redirect_chain


@pytest.mark.parametrize("group", [STAFF, HR])
def test_others_make_no_templates(client: Client, institution: Institution, group: str) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[group]))
    assert client.post(reverse("template:add"), typed()).status_code in (302, 403)
    assert client.post(reverse("template:try_new"), typed()).status_code in (302, 403)
    assert not Template.objects.filter(name="Бланк коледжу").exists()
