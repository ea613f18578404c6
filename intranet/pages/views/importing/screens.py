"""What the screens of an import share: who may, and which file each is about."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from intranet.core.screens import Screen
from intranet.documents.models import TextUpload
from intranet.pages.models.documents import DocumentPage
from intranet.pages.views.importing.forms import places_for


class ImportScreen(Screen):
    """A screen of the import, open to those who may add pages somewhere."""

    page_title = _("Import a document")
    header_icon = "upload"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kwargs = kwargs
        if not self.may():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def may(self) -> bool:
        return bool(places_for(self.request.user).exists())


class ScreenOfUpload(ImportScreen):
    """A screen about an uploaded file; only whoever uploaded it sees it again."""

    def may(self) -> bool:
        is_of_page = self.upload.is_newer_text or self.upload.is_translation
        return may_change(self.request, self.target) if is_of_page else super().may()

    @cached_property
    def upload(self) -> TextUpload:
        mine = TextUpload.objects.defer("data").select_related("job")
        return get_object_or_404(mine, pk=self.kwargs["pk"], uploaded_by=self.request.user)

    @cached_property
    def target(self) -> DocumentPage:
        """Return the page of which the file is a newer text, or a translation."""
        return document_page(self.upload.page_id)

    def elsewhere(self) -> HttpResponse | None:
        """Lead on from a file that is in a draft already, or that is not read yet."""
        if self.upload.used_at is not None:
            if self.upload.page_id is None:
                raise Http404
            messages.info(self.request, _now("The text of this file is in this draft already."))
            return redirect("wagtailadmin_pages:edit", self.upload.page_id)
        return None if self.upload.draft else redirect("import_progress", self.upload.pk)

    def get_page_subtitle(self) -> str:
        return self.upload.file_name


def document_page(pk: int | None) -> DocumentPage:
    found = get_object_or_404(Page, pk=pk).specific
    if not isinstance(found, DocumentPage):
        raise Http404
    return found


def may_change(request: HttpRequest, page: DocumentPage) -> bool:
    rights = page.permissions_for_user(request.user)
    return bool(rights.can_edit() and not rights.page_locked())
