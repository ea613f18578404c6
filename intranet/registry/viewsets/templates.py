"""Templates of certificates in the admin: saved as versions, tried as PDF and as a picture before that."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column

from intranet.core import clock
from intranet.core.operation_views import (
    FilledInspectView,
    FlagColumn,
    OperationCreateView,
    OperationEditView,
    OperationViewSet,
)
from intranet.core.refusals import Refusal
from intranet.core.typesetting.compiling import NotCompiled
from intranet.core.typesetting.worker import DOCUMENT, PICTURE
from intranet.registry.forms.templates import TemplateForm
from intranet.registry.models import Template, TemplateVersion
from intranet.registry.operations import designing
from intranet.registry.printing import trying
from intranet.registry.printing.designs import Design, design_of
from intranet.registry.queries.designs import latest_certificate

ADD, CHANGE = "registry.add_template", "registry.change_template"
CONTENT_TYPES = {DOCUMENT: "application/pdf", PICTURE: "image/png"}
LONGEST, LATEST = "longest", "latest"


def shown(design: Design, *, kind: str, words: str) -> HttpResponse:
    """Return the document of a design, or its picture, with long words or with those of the newest certificate."""
    newest = latest_certificate() if words == LATEST else None
    made = trying.made(design, newest or trying.with_longest(design, on_date=clock.today()), kind)
    response = HttpResponse(made, content_type=CONTENT_TYPES[kind])
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'inline; filename="template.{kind}"'
    return response


class _WithPlaces:
    """The screen of a template's form."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        row = getattr(self, "object", None)
        address = reverse("template:try", args=[row.pk]) if row and row.pk else reverse("template:try_new")
        return {**context, "try_url": address, "placed": context["form"].placed, "has_newest": latest_certificate()}


class TemplateCreateView(_WithPlaces, OperationCreateView):
    template_name = "registry/admin/template.html"


class TemplateEditView(_WithPlaces, OperationEditView):
    template_name = "registry/admin/template.html"


class TemplateInspectView(FilledInspectView):
    """The template as it looks now, and its versions."""

    template_name = "registry/admin/template_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.object.versions.select_related("made_by").defer("background", "source", "fields")
        return {**super().get_context_data(**kwargs), "versions": versions.order_by("-number")}


class TryView(View):
    """Show what was typed, unsaved: as PDF or as a picture."""

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if not request.user.has_perm(CHANGE if pk else ADD):
            raise PermissionDenied
        instance = get_object_or_404(Template, pk=pk) if pk else Template()
        form = TemplateForm(request.POST, request.FILES, instance=instance, for_user=request.user)
        if not form.is_valid():
            problems = [str(each) for errors in form.errors.values() for each in errors]
            return self._refused(request, problems)
        kind = PICTURE if request.POST.get("try") == PICTURE else DOCUMENT
        words = LATEST if request.POST.get("try") == LATEST else LONGEST
        design = form.design()
        try:
            designing.check(design, on_date=clock.today())
            return shown(design, kind=kind, words=words)
        except Refusal as refusal:
            return self._refused(request, [str(refusal)])
        except NotCompiled as error:
            return self._refused(request, [designing.sentence(error)])

    def _refused(self, request: HttpRequest, problems: list[str]) -> HttpResponse:
        context = {"problems": problems, "page_title": _("The template cannot be tried yet")}
        return render(request, "registry/admin/template_refused.html", context, status=422)


class VersionView(View):
    """Show a saved version with long words."""

    kind = DOCUMENT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("registry.view_template"):
            raise PermissionDenied
        version = get_object_or_404(TemplateVersion, pk=pk)
        try:
            return shown(design_of(version), kind=self.kind, words=LONGEST)
        except NotCompiled:
            raise Http404 from None


class VersionPictureView(VersionView):
    kind = PICTURE


class TemplateViewSet(OperationViewSet):
    model = Template
    form_class = TemplateForm
    icon = "doc-full"
    menu_label = gettext_lazy("Templates")
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    inspect_view_class = TemplateInspectView
    list_display: ClassVar = [
        "name",
        FlagColumn("is_default", label=gettext_lazy("Default")),
        FlagColumn("is_retired", label=gettext_lazy("No longer offered")),
        Column("versions_made", label=gettext_lazy("Versions"), accessor=lambda row: row.versions.count()),
    ]
    inspect_view_fields: ClassVar = ["name"]

    def get_urlpatterns(self) -> list[Any]:
        own = [
            path("try/", self.construct_view(TryView), name="try_new"),
            path("try/<int:pk>/", self.construct_view(TryView), name="try"),
            path("version/<int:pk>/", self.construct_view(VersionView), name="version"),
            path("picture/<int:pk>/", self.construct_view(VersionPictureView), name="picture"),
        ]
        return [*super().get_urlpatterns(), *own]
