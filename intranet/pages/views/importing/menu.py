"""Where the import is found in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from intranet.core.forms import site_languages
from intranet.pages.models.documents import DocumentPage
from intranet.pages.views.importing.changes import ChangesView
from intranet.pages.views.importing.forms import places_for
from intranet.pages.views.importing.receipt import ReceiptView
from intranet.pages.views.importing.translation import AnswersView, TranslationUploadView
from intranet.pages.views.importing.uploading import NewerFileView, ProgressView, UploadView


class ImportMenuItem(MenuItem):
    """The import, for those who may add pages somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(places_for(request.user).exists())


def menu_item() -> MenuItem:
    return ImportMenuItem(_("Import a document"), reverse("import_document"), icon_name="upload", order=230)


def addresses() -> list[URLPattern]:
    return [
        path("import-document/", UploadView.as_view(), name="import_document"),
        path("import-document/<int:pk>/", ProgressView.as_view(), name="import_progress"),
        path("import-document/<int:pk>/receipt/", ReceiptView.as_view(), name="import_receipt"),
        path("import-document/<int:pk>/changes/", ChangesView.as_view(), name="import_changes"),
        path("import-document/<int:pk>/answers/", AnswersView.as_view(), name="import_answers"),
        path(
            "document-pages/<int:pk>/translation-from-file/", TranslationUploadView.as_view(), name="import_translation"
        ),
        path("document-pages/<int:pk>/newer-file/", NewerFileView.as_view(), name="import_newer"),
    ]


def beside_a_page(page: Page, user: Any) -> Iterator[Button]:
    """Offer a newer file of a text beside its page, and a file of its translation."""
    if isinstance(page.specific_deferred, DocumentPage) and page.permissions_for_user(user).can_edit():
        address = reverse("import_newer", args=[page.pk])
        yield Button(_("A newer file of this text"), address, icon_name="upload", priority=46)
        if len(site_languages()) > 1:
            address = reverse("import_translation", args=[page.pk])
            yield Button(_("Bring the translation from a file"), address, icon_name="upload", priority=47)
