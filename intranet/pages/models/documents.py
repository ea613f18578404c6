"""What every page that publishes a document has: its text, its approval, its editions and their addresses."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from intranet.core import clock
from intranet.documents.enums import Asks, DocumentKind
from intranet.documents.models import Edition
from intranet.documents.queries import clause_at, edition_on
from intranet.pages import clause_pages, comparing, reading
from intranet.pages.blocks import DocumentBody


class DocumentPageForm(WagtailAdminPageForm):
    """Whom an edition asks is chosen for each edition anew: where nothing waits to be published, by default."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "asks" in self.fields and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["asks"] = Asks.CHANGED


class DocumentPage(RoutablePageMixin, Page):
    """A page whose publication freezes an edition; the reader is shown the edition, never the row that is edited."""

    document_kind: ClassVar[DocumentKind]

    body = StreamField(DocumentBody(), verbose_name=_("text"), blank=True)
    in_force_from = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Left empty, the page is public as “approval not recorded”, never as in force."),
    )
    minutes = models.ForeignKey(
        "governance.Minutes",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("adopted by (minutes)"),
    )
    order = models.ForeignKey(
        "governance.Order",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("approved by (order)"),
    )
    asks = models.CharField(
        _("who is asked to read it again"),
        max_length=10,
        choices=Asks.choices,
        default=Asks.CHANGED,
        help_text=_("Who has never confirmed an edition is asked in any case."),
    )

    base_form_class = DocumentPageForm
    parent_page_types: ClassVar = ["pages.IndexPage"]
    subpage_types: ClassVar[list[str]] = []
    approval_panel = MultiFieldPanel(
        [FieldPanel("in_force_from"), FieldRowPanel([FieldPanel("minutes"), FieldPanel("order")])],
        heading=_("Approval"),
    )
    asks_panel = FieldPanel("asks")
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    shared_fields: ClassVar = [
        SynchronizedField("slug"),
        SynchronizedField("in_force_from"),
        SynchronizedField("minutes"),
        SynchronizedField("order"),
        SynchronizedField("asks"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.in_force_from and not (self.minutes or self.order):
            raise ValidationError(
                {
                    "in_force_from": _(
                        "A text is in force by an approval: choose the minutes or the order above the date."
                    )
                }
            )

    @path("")
    def as_it_stands(self, request: HttpRequest) -> HttpResponse:
        """Show the edition of today; a preview shows the draft."""
        return self._show(request, clock.today(), asked_for=False)

    @re_path(r"^(\d{4}-\d{2}-\d{2})/$")
    def as_it_stood(self, request: HttpRequest, day: str) -> HttpResponse:
        """Show the edition that was in force on a day."""
        on_date = day_in(day)
        if on_date is None:
            raise Http404
        return self._show(request, on_date, asked_for=True)

    @path("compare/")
    def choose_editions(self, request: HttpRequest) -> HttpResponse:
        """Lead to the comparison of the two days that a form names; without them, to the text."""
        older, newer = day_in(request.GET.get("older", "")), day_in(request.GET.get("newer", ""))
        if older is None or newer is None:
            return redirect(self.get_url(request))
        return redirect(f"{self.get_url(request)}compare/{older}/{newer}/")

    @re_path(r"^compare/(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})/$")
    def compared(self, request: HttpRequest, older: str, newer: str) -> HttpResponse:
        """Show clause by clause what changed from the edition of one day to that of another."""
        editions = [self._edition_of(day) for day in (older, newer)]
        shown = comparing.of_editions(*editions)
        return self.render(request, context_overrides=shown, template="pages/compare.html")

    @re_path(r"^(?:(\d{4}-\d{2}-\d{2})/)?clause/([^/]+)/$")
    def clause(self, request: HttpRequest, day: str | None, address: str) -> HttpResponse:
        """Lead from a clause's number or permanent id to where it stands; to the edition that last had it."""
        edition = self._edition_of(day) if day else self._edition_today()
        url = self.get_url(request)
        target = clause_pages.destination(edition, address, url=url, base=f"{url}{day}/" if day else url)
        if target is None:
            raise Http404
        return redirect(target)

    @re_path(r"^(?:(\d{4}-\d{2}-\d{2})/)?clause/([^/]+)/cite/$")
    def cite_clause(self, request: HttpRequest, day: str | None, address: str) -> HttpResponse:
        """Show how a clause is cited, where it is, and what it was in other editions."""
        edition = self._edition_of(day) if day else self._edition_today()
        found = clause_at(edition=edition, address=address)
        if found is None or found.held.edition != edition.pk:
            raise Http404
        url = self.get_url(request)
        shown = clause_pages.of_clause(found, edition, url=url, on_date=clock.today())
        return self.render(request, context_overrides=shown, template="pages/clause.html")

    def _edition_today(self) -> Edition:
        standing = edition_on(key=self.translation_key, language=self.locale.language_code, on_date=clock.today())
        if standing is None:
            raise Http404
        return standing.edition

    def _edition_of(self, day: str) -> Edition:
        on_date = day_in(day)
        standing = on_date and edition_on(
            key=self.translation_key, language=self.locale.language_code, on_date=on_date, asked_for=True
        )
        if not standing:
            raise Http404
        return standing.edition

    def _show(self, request: HttpRequest, on_date: date, *, asked_for: bool) -> HttpResponse:
        if getattr(request, "is_preview", False):
            draft = reading.of_draft(title=self.title, body=self.body, language=self.locale.language_code)
            return self.render(request, context_overrides=draft)
        standing = edition_on(
            key=self.translation_key, language=self.locale.language_code, on_date=on_date, asked_for=asked_for
        )
        if standing is None:
            raise Http404
        asked = reading.Asked(words=request.GET.get("q", ""), was=request.GET.get("was", ""))
        url = self.get_url(request)
        shown = reading.of_edition(
            standing, key=self.translation_key, url=url, on_date=on_date, today=clock.today(), asked=asked
        )
        return self.render(request, context_overrides=shown)

    def render(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render(request, *args, **kwargs)
        return response


def day_in(text: str) -> date | None:
    """Return the day that an address names, or nothing where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
