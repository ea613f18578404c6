"""What the pages' room adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from intranet.pages.models.documents import DocumentPage
from intranet.pages.views import (
    job_menu,
    papers_menu,
    translating_menu,  # noqa: F401 - what translating adds registers itself
)
from intranet.pages.views.comparing import DraftComparisonView
from intranet.pages.views.importing import menu as importing_menu
from intranet.pages.views.numbering import NumberingView
from intranet.pages.views.references import VIEW, MissedReferencesView, warn_of_references
from intranet.pages.views.refusing import refuse_alias, refuse_in_bulk, refuse_to_remove


@hooks.register("register_admin_urls")
def addresses_of_documents() -> list[URLPattern]:
    return [
        path("document-pages/<int:pk>/compare/", DraftComparisonView.as_view(), name="compare_draft"),
        path("document-pages/<int:pk>/number/", NumberingView.as_view(), name="number_the_rest"),
        path("reports/references/", MissedReferencesView.as_view(), name="missed_references"),
    ]


@hooks.register("register_page_header_buttons")
def numbering_beside_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, DocumentPage) and page.permissions_for_user(user).can_edit():
        address = reverse("number_the_rest", args=[page.pk])
        yield Button(_("Number the rest for me"), address, icon_name="list-ol", priority=45)


@hooks.register("register_page_header_buttons")
def comparison_beside_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.live and isinstance(page.specific_deferred, DocumentPage) and page.permissions_for_user(user).can_edit():
        address = reverse("compare_draft", args=[page.pk])
        yield Button(_("Compare with the published text"), address, icon_name="history", priority=44)


class ReferencesMenuItem(MenuItem):
    """The report of references, for those who may look at documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


@hooks.register("register_reports_menu_item")
def references_in_the_menu() -> MenuItem:
    name, address = _("References that lead nowhere"), reverse("missed_references")
    return ReferencesMenuItem(name, address, icon_name="warning", order=600)


@hooks.register("after_publish_page")
def references_that_lead_nowhere(request: HttpRequest, page: Page) -> None:
    warn_of_references(request, page.specific)


@hooks.register("register_admin_urls")
def addresses_of_job_descriptions() -> list[URLPattern]:
    return job_menu.addresses()


@hooks.register("register_reports_menu_item")
def posts_by_category_in_the_menu() -> MenuItem:
    return job_menu.report()


@hooks.register("register_admin_urls")
def addresses_of_the_import() -> list[URLPattern]:
    return importing_menu.addresses()


@hooks.register("register_admin_menu_item")
def import_in_the_menu() -> MenuItem:
    return importing_menu.menu_item()


@hooks.register("register_page_header_buttons")
def newer_file_beside_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return importing_menu.beside_a_page(page, user)


@hooks.register("register_admin_urls")
def addresses_of_papers() -> list[URLPattern]:
    return papers_menu.addresses()


@hooks.register("register_page_header_buttons")
def papers_beside_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return papers_menu.beside_a_page(page, user)


@hooks.register("register_settings_menu_item")
def word_template_in_the_menu() -> MenuItem:
    return papers_menu.menu_item()


hooks.register("before_bulk_action", refuse_in_bulk)
hooks.register("before_delete_page", refuse_to_remove)
hooks.register("before_unpublish_page", refuse_to_remove)
hooks.register("before_move_page", refuse_to_remove)
hooks.register("before_copy_page", refuse_alias)
