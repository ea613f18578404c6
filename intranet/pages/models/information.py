"""The home page, the sections, announcements and plain information."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from intranet.core import clock
from intranet.pages.models.programmes import ProgrammePage
from intranet.pages.programmes import catalogue
from intranet.pages.reading import finding, listings

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image"]


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
        """Find a document without the text that its editor works on: readers are shown the frozen one."""
        child = None
        if path_components and path_components[0] != "search":
            rows = self.get_children().filter(slug=path_components[0]).defer_streamfields().specific()
            child = rows.first() if self.live else None
        return child.route(request, path_components[1:]) if child else super().route(request, path_components)

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
