"""The home page, the sections, announcements and plain information."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from intranet.core import clock
from intranet.pages.models.documents import DocumentPage
from intranet.pages.models.job_descriptions import JobDescriptionPage
from intranet.pages.models.programmes import ProgrammePage
from intranet.pages.models.regulations import RegulationPage
from intranet.pages.programmes import catalogue
from intranet.pages.reading import finding, listings

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image"]
DOCUMENTS: dict[str, type[DocumentPage]] = {  # by section, what most of its pages are
    "regulations": RegulationPage,
    "job-descriptions": JobDescriptionPage,
    listings.PROGRAMMES: ProgrammePage,
}


class HomePage(Page):
    """The front door of the site in one language."""

    introduction = RichTextField(_("introduction"), blank=True, features=FEATURES)

    template = "pages/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.IndexPage", "pages.InformationPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    override_translatable_fields: ClassVar = [SynchronizedField("slug")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["doors"] = listings.doors(self)
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a section in one query where something below it is asked for."""
        section = None
        if len(path_components) > 1:
            section = IndexPage.objects.child_of(self).filter(slug=path_components[0]).select_related("locale").first()
        if section is None:
            return super().route(request, path_components)
        section._cached_parent_obj = self  # as Wagtail does: what is above a page is not asked for again
        return section.route(request, path_components[1:])


class IndexPage(RoutablePageMixin, Page):
    """A section: its pages, listed as its kind of page is best listed."""

    introduction = RichTextField(_("introduction"), blank=True, features=FEATURES)

    template = "pages/index_page.html"
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = [
        "pages.RegulationPage",
        "pages.JobDescriptionPage",
        "pages.ProgrammePage",
        "pages.AnnouncementPage",
        "pages.InformationPage",
    ]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    override_translatable_fields: ClassVar = [SynchronizedField("slug")]

    class Meta:
        verbose_name = _("section of the site")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["entries"] = listings.entries(self, on_date=clock.today())
        context["has_documents"] = any(entry.is_document for entry in context["entries"])
        if self.slug == listings.PROGRAMMES and context["has_documents"]:
            context |= self._catalogue(request, context["entries"])
        return context

    def _catalogue(self, request: HttpRequest, entries: list[listings.Entry]) -> dict[str, Any]:
        """Return the programmes as a catalogue, and what else the section has as its entries."""
        programmes = ProgrammePage.objects.child_of(self).live()
        base = self.get_url(request)
        shown = catalogue.of_section(programmes, base=base, request=request, on_date=clock.today())
        return {**shown, "entries": [entry for entry in entries if not entry.is_document]}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a document without the text that its editor works on: readers are shown the frozen one.

        In a section that is for some readers, the others are asked to sign in whatever they look for: what there is
        and what there is not look the same to them.
        """
        try:
            return self._found(request, path_components)
        except Http404:
            if all(each.accept_request(request) for each in self.get_view_restrictions()):
                raise
            return RouteResult(self)

    def _found(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        child = None
        if self.live and path_components and path_components[0] != "search":
            child = self._document(path_components[0]) or self._child(path_components[0])
        if child is None:
            return super().route(request, path_components)
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

    def _document(self, slug: str) -> Page | None:
        """Return a page of the section's own kind of document (one query)."""
        model = DOCUMENTS.get(self.slug)
        if model is None:
            return None
        rows = model.objects.child_of(self).filter(slug=slug).defer_streamfields().select_related("locale")
        found: Page | None = rows.first()
        return found

    def _child(self, slug: str) -> Page | None:
        found: Page | None = self.get_children().filter(slug=slug).defer_streamfields().specific().first()
        return found

    @path("search/")
    def search_clauses(self, request: HttpRequest) -> HttpResponse:
        """Search the clauses of the section's documents as they are in force today."""
        shown = finding.of_section(self, words=request.GET.get("q", ""), on_date=clock.today())
        response: HttpResponse = self.render(request, context_overrides=shown, template="pages/search.html")
        return response


class InformationPage(Page):
    """A plain page: the privacy notice, cookies, accessibility, contacts."""

    body = RichTextField(_("text"), features=FEATURES)

    template = "pages/information_page.html"
    parent_page_types: ClassVar = ["pages.HomePage", "pages.IndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields: ClassVar = [SynchronizedField("slug")]

    class Meta:
        verbose_name = _("information page")


class AnnouncementPage(Page):
    """News for staff, shown on their home until a date."""

    body = RichTextField(_("text"), features=FEATURES)
    shown_until = models.DateField(_("shown on the staff home until"), null=True, blank=True)

    template = "pages/announcement_page.html"
    parent_page_types: ClassVar = ["pages.IndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body"), FieldPanel("shown_until")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields: ClassVar = [SynchronizedField("slug"), SynchronizedField("shown_until")]

    class Meta:
        verbose_name = _("announcement")
