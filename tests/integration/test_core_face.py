"""What stands round every page: languages, navigation, colours, and the pages that say what went wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from intranet.core import institution as institutions
from intranet.core.models import Account, Institution
from intranet.core.templatetags import face
from intranet.core.validators import validate_brand_colour

pytestmark = pytest.mark.django_db

PAGE = Template('{% extends "base.html" %}{% block main %}<h1>A page</h1>{% endblock %}')


def request_of(path: str, user: Any = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def shown(path: str, *, language: str, user: Any = None, **context: Any) -> str:
    with translation.override(language):
        return PAGE.render(
            Context(
                {
                    "request": request_of(path, user),
                    "institution": institutions.current(),
                    "LANGUAGE_CODE": language,
                    **context,
                }
            )
        )


@pytest.fixture
def two_languages(institution: Institution) -> Institution:
    institution.languages = ["uk", "en"]
    institution.save()
    return institution


# --- Languages -----------------------------------------------------------------------------------------------------


def test_a_page_says_its_language_and_offers_the_others_by_their_own_names(institution: Institution) -> None:
    page = shown("/cy/inbox/?after=7", language="cy")

    assert '<html lang="cy">' in page
    assert '<span lang="cy" aria-current="true">Cymraeg</span>' in page
    assert '<a href="/uk/inbox/?after=7" lang="uk" hreflang="uk" rel="alternate">Українська</a>' in page


def test_search_engines_are_told_every_language_and_the_default_one(institution: Institution) -> None:
    page = shown("/en/inbox/", language="en")

    found = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', page))
    assert found == {
        "uk": "http://testserver/uk/inbox/",
        "x-default": "http://testserver/uk/inbox/",
        "en": "http://testserver/en/inbox/",
        "cy": "http://testserver/cy/inbox/",
        "ru": "http://testserver/ru/inbox/",
    }


def test_only_the_languages_of_the_site_are_offered(two_languages: Institution) -> None:
    page = shown("/uk/inbox/", language="uk")

    assert "Cymraeg" not in page
    assert "English" in page


def test_a_site_of_one_language_has_no_switch(institution: Institution) -> None:
    institution.languages = ["en"]
    institution.save()

    assert 'class="languages"' not in shown("/en/inbox/", language="en")


def test_a_language_in_which_the_page_does_not_exist_leads_home_and_says_so(two_languages: Institution) -> None:
    page = shown("/uk/regulations/x/", language="uk", own_alternates={"uk": "/uk/regulations/x/"})

    link = re.search(
        r'<a href="/en/" lang="en" hreflang="en">English<span class="govuk-visually-hidden">: (.+?)</span>', page
    )
    assert link, "the switch leads to the home page, and is not announced as a translation"
    assert not re.search(r'<link rel="alternate" hreflang="en"', page)


# --- Navigation ----------------------------------------------------------------------------------------------------


def names(path: str = "/en/", user: Any = None) -> list[str]:
    with translation.override("en"):
        return [item["name"] for item in face.navigation(Context({"request": request_of(path, user)}))]


def test_job_descriptions_are_in_the_menu_of_staff_alone(institution: Institution) -> None:
    assert "Job descriptions" not in names()
    assert "Job descriptions" in names(user=Account(username="somebody"))


@pytest.mark.parametrize("is_public", [True, False])
def test_the_public_list_is_in_the_menu_where_the_institution_has_one(
    institution: Institution, is_public: bool
) -> None:
    institution.public_list = is_public
    institution.save()

    assert ("Certificates issued" in names()) is is_public
    assert "Verify a certificate" in names()


def test_the_menu_says_where_one_is(institution: Institution) -> None:
    with translation.override("en"):
        items = face.navigation(Context({"request": request_of("/en/regulations/leave/")}))

    assert [item["url"] for item in items if item["current"]] == ["/en/regulations/"]


def test_the_frame_of_a_page_costs_an_outsider_no_query_beyond_the_institution(
    institution: Institution, django_assert_max_num_queries: Any
) -> None:
    institutions.begin_request()
    try:
        with django_assert_max_num_queries(1):
            shown("/en/inbox/", language="en")
    finally:
        institutions.end_request()


def test_the_frame_has_nothing_inline_that_a_strict_policy_would_refuse(institution: Institution) -> None:
    institution.is_demo = True
    institution.save()

    somebody = Account.objects.create_user("somebody")
    page = shown("/en/inbox/", language="en", user=somebody)

    assert not re.search(r"<style|<script(?![^>]*src=)|\sstyle=|\son\w+=|javascript:", page)
    assert 'action="/en/account/logout/"' in page, "one signs out by a form, never by a link"


def test_a_demo_says_so_on_every_page_and_a_real_site_does_not(institution: Institution) -> None:
    assert 'class="demo"' not in shown("/en/inbox/", language="en")
    institution.is_demo = True
    institution.save()
    assert 'class="demo"' in shown("/en/inbox/", language="en")


# --- Colours -------------------------------------------------------------------------------------------------------


def test_the_colours_of_the_institution_are_a_style_sheet_of_its_own(client: Client, institution: Institution) -> None:
    institution.brand_colour = "#7a1f1f"
    institution.save()
    with translation.override("en"):
        address = face.brand_css_url()

    response = client.get(address)

    assert response["Content-Type"].startswith("text/css")
    assert "--brand:#7a1f1f;" in response.content.decode()
    assert "immutable" in response["Cache-Control"]


def test_other_colours_have_another_address_and_the_old_one_is_not_kept(
    client: Client, institution: Institution
) -> None:
    before = face.brand_css_url()
    institution.accent_colour = "#225588"
    institution.save()

    assert face.brand_css_url() != before
    assert "immutable" not in client.get(before)["Cache-Control"]


def test_a_pale_brand_colour_is_refused_and_a_darker_one_is_offered() -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError) as refusal:
        validate_brand_colour("#ffdd00")

    offered = re.search(r"for example (#[0-9a-f]{6})", refusal.value.messages[0])
    assert offered
    validate_brand_colour(offered[1])


# --- What went wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
def test_a_page_that_is_not_there_is_told_in_the_language_of_its_address(
    client: Client, institution: Institution, language: str
) -> None:
    response = client.get(f"/{language}/nothing-here/", headers={"accept-language": "de"})

    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


def test_an_address_without_a_language_is_answered_in_the_default_one(
    client: Client, two_languages: Institution
) -> None:
    response = client.get("/brand/nothing.css", headers={"accept-language": "en"})

    assert response.status_code == 404
    assert '<html lang="uk">' in response.content.decode()


def test_a_stale_form_is_told_how_to_go_on(institution: Institution) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/en/account/login/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "send the form again" in response.content.decode()


# --- Forms ---------------------------------------------------------------------------------------------------------


class Example(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport.")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "One"), ("b", "Two")])
    agreed = forms.BooleanField(label="Agreed")


def test_a_form_ties_every_label_hint_and_error_to_its_control() -> None:
    with translation.override("en"):
        html = render_to_string("components/form.html", {"form": Example({"kind": "z"})})

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "an id means one place"
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids), described
    assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)
    assert re.search(r'<input[^>]+class="govuk-input govuk-input--error"[^>]+aria-invalid="true"', html)
    for target in re.findall(r'<li><a href="#([^"]+)">', html):
        assert target in ids, "a line of the summary leads to its field"


def test_what_need_not_be_filled_in_says_so() -> None:
    with translation.override("en"):
        html = render_to_string("components/form.html", {"form": Example()})

    assert re.search(r'for="id_note">Note <span class="optional">\(optional\)', html)
    assert "(optional)" not in html.split('for="id_note"')[0]
