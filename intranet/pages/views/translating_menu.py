"""What translating adds to the admin: its screens, the ways to them, and the roads of wagtail-localize led there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail_localize.models import Translation

from intranet.core import clock
from intranet.pages.models.documents import DocumentPage
from intranet.pages.rights import TRANSLATE
from intranet.pages.translations.guard import ready_to_publish
from intranet.pages.views.coverage import CoverageView, LanguageCheckView
from intranet.pages.views.editors_home import EditorsWork
from intranet.pages.views.translating import TranslatingView
from intranet.pages.views.translation_files import translated_file, translation_file


@hooks.register("register_log_actions")
def actions_of_translating(actions: LogActionRegistry) -> None:
    actions.register_action(
        "pages.translation_not_published",
        _("Translation not published"),
        _("The translation was kept as a draft: something is wanting."),
    )


@hooks.register("register_admin_urls")
def addresses_of_translating() -> list[URLPattern]:
    return [
        path("document-pages/<int:pk>/translation/", TranslatingView.as_view(), name="translation_of_page"),
        path("document-pages/<int:pk>/translation/<slug:form>/", translation_file, name="translation_file"),
        path("document-pages/<int:pk>/translated-file/", translated_file, name="translated_file"),
        path("reports/languages/", CoverageView.as_view(), name="language_board"),
        path("reports/language-check/", LanguageCheckView.as_view(), name="language_check"),
    ]


@hooks.register("register_page_header_buttons")
def translation_beside_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, DocumentPage) and page.permissions_for_user(user).can_edit():
        address = reverse("translation_of_page", args=[page.pk])
        yield Button(_("Translation, clause by clause"), address, icon_name="wagtail-localize-language", priority=46)


@hooks.register("construct_homepage_panels")
def documents_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(TRANSLATE):
        panels.append(EditorsWork())


class TranslatorsMenuItem(MenuItem):
    """A report for those who translate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(TRANSLATE))


@hooks.register("register_reports_menu_item")
def board_in_the_menu() -> MenuItem:
    return TranslatorsMenuItem(_("Pages and languages"), reverse("language_board"), icon_name="globe", order=610)


@hooks.register("register_reports_menu_item")
def language_check_in_the_menu() -> MenuItem:
    return TranslatorsMenuItem(_("Language check"), reverse("language_check"), icon_name="search", order=611)


@hooks.register("before_edit_page")
def publication_in_the_engines_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead whoever presses “publish” in wagtail-localize's editor to what has to be decided first."""
    document = page.specific
    if request.method != "POST" or request.POST.get("action") != "publish" or not isinstance(document, DocumentPage):
        return None
    rows = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True)
    translation = rows.select_related("source", "target_locale").first()
    if translation is None or not page.permissions_for_user(request.user).can_publish():
        return None
    sentence = ready_to_publish(translation, on_date=clock.today(), user=request.user)
    if not sentence:
        return None
    messages.error(request, sentence)
    return redirect("translation_of_page", page.pk)
