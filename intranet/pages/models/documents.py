"""What every page that publishes a document has: its text, its approval, its editions and their addresses."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from intranet.core import clock
from intranet.documents.enums import Asks, DocumentKind
from intranet.documents.models import Edition
from intranet.documents.queries import clause_at, edition_on
from intranet.pages.blocks.texts import DocumentBody
from intranet.pages.models.beside import RoutesBeside
from intranet.pages.models.on_paper import PaperRoutes
from intranet.pages.models.outward import OutwardRoutes
from intranet.pages.models.two_languages import RoutesInTwoLanguages
from intranet.pages.publishing import approvals, discussion
from intranet.pages.publishing.panel import WantingPanel
from intranet.pages.publishing.wanting import PublicationRefused, Wanting, refuse
from intranet.pages.reading import clauses as clause_pages
from intranet.pages.reading import comparing, corrections
from intranet.pages.reading import editions as reading


class DocumentPageForm(WagtailAdminPageForm):
    """What is said of one edition only is said anew for the next one; who may publish opens a draft to everybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "asks" in self.fields and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["asks"] = Asks.CHANGED
            self.initial["correction_reason"] = ""
        if self.for_user is not None and not self._may_publish():
            for name in ("discussion_until", "discussion_contact"):
                if name in self.fields:
                    self.fields[name].disabled = True

    def _may_publish(self) -> bool:
        if self.instance.pk:
            return bool(self.instance.permissions_for_user(self.for_user).can_publish())
        return bool(self.parent_page and self.parent_page.permissions_for_user(self.for_user).can_publish_subpage())


class DocumentPage(PaperRoutes, OutwardRoutes, RoutesInTwoLanguages, RoutesBeside, RoutablePageMixin, Page):
    """A page whose publication freezes an edition; the reader is shown the edition, never the row that is edited."""

    document_kind: ClassVar[DocumentKind]
    approval_is_expected: ClassVar[bool] = False  # without minutes or an order it is published only with a reason

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
    reason_not_recorded = models.CharField(
        _("why the approval is not recorded"),
        max_length=300,
        blank=True,
        help_text=_("Asked for where neither minutes nor an order are chosen; readers see it beside the text."),
    )
    correction_reason = models.CharField(
        _("why the text is corrected"),
        max_length=300,
        blank=True,
        help_text=_("Asked for where words change and the date of force does not. The superseded text stays readable."),
    )
    discussion_until = models.DateField(
        _("draft open for discussion until"),
        null=True,
        blank=True,
        help_text=_("Until the end of that day everybody may read the saved draft; then it closes by itself."),
    )
    discussion_contact = models.CharField(
        _("where remarks are sent"), max_length=200, blank=True, help_text=_("An address, a room or a telephone.")
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
        [
            FieldPanel("in_force_from"),
            FieldRowPanel([FieldPanel("minutes"), FieldPanel("order")]),
            FieldPanel("reason_not_recorded"),
            FieldPanel("correction_reason"),
        ],
        heading=_("Approval"),
    )
    discussion_panel = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("discussion_until"), FieldPanel("discussion_contact")])], heading=_("Discussion")
    )
    asks_panel = FieldPanel("asks")
    wanting_panel = WantingPanel()
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    shared_fields: ClassVar = [
        SynchronizedField("slug"),
        SynchronizedField("in_force_from"),
        SynchronizedField("minutes"),
        SynchronizedField("order"),
        SynchronizedField("asks"),
        SynchronizedField("discussion_until"),
    ]

    class Meta:
        abstract = True

    def wanting(self, *, on_date: date) -> list[Wanting]:
        """Return what is wanting before the page may be published; classes add their own."""
        return approvals.wanting(self)

    def frozen_facts(self) -> dict[str, Any]:
        """Return what the page says beside its text and an edition freezes: JSON values, words in its own language."""
        return {}

    def beside(self, request: HttpRequest, facts: dict[str, Any]) -> dict[str, Any]:
        """Return what a text is shown with: its facts, and what classes add of today."""
        return {"facts": facts}

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """Publish and freeze the edition, or do neither; what is wanting is said in a sentence.

        Raises PublicationRefused.
        """
        text = revision.as_object()
        try:
            with transaction.atomic():
                refuse(text, on_date=clock.today())
                super().publish(revision, user, *args, **kwargs)
        except ValidationError as error:
            raise PublicationRefused(" ".join(error.messages)) from error

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
        return self._two_wanted(request) or self._show(request, clock.today(), asked_for=False)

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
            return redirect(self._address(request))
        return redirect(f"{self._address(request)}compare/{older}/{newer}/")

    @re_path(r"^compare/(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})/$")
    def compared(self, request: HttpRequest, older: str, newer: str) -> HttpResponse:
        """Show clause by clause what changed from the edition of one day to that of another."""
        editions = [self._edition_of(day) for day in (older, newer)]
        shown = comparing.of_editions(*editions, url=self._address(request))
        return self.render(request, context_overrides=shown, template="pages/compare.html")

    @re_path(r"^(?:(\d{4}-\d{2}-\d{2})/)?clause/([^/]+)/$")
    def clause(self, request: HttpRequest, day: str | None, address: str) -> HttpResponse:
        """Lead from a clause's number or permanent id to where it stands; to the edition that last had it."""
        edition = self._edition_of(day) if day else self._edition_today()
        url = self._address(request)
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
        url = self._address(request)
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

    def opens_all_to(self, request: HttpRequest) -> bool:
        """Say whether a reader may open what else there is of the document: other editions, comparisons, citations."""
        return True

    def _show(self, request: HttpRequest, on_date: date, *, asked_for: bool) -> HttpResponse:
        if getattr(request, "is_preview", False):
            draft = reading.of_draft(title=self.title, body=self.body, language=self.locale.language_code)
            return self.render(request, context_overrides=draft)
        standing = edition_on(
            key=self.translation_key, language=self.locale.language_code, on_date=on_date, asked_for=asked_for
        )
        if standing is None:
            raise Http404
        asked = reading.Asked(
            request.GET.get("q", ""), request.GET.get("was", ""), alone=not self.opens_all_to(request)
        )
        url = self._address(request)
        shown = reading.of_edition(
            standing, key=self.translation_key, url=url, on_date=on_date, today=clock.today(), asked=asked
        )
        if asked.alone:
            return self.render(request, context_overrides=shown)
        shown |= corrections.context(standing, url=url)
        discussed = discussion.open_draft(self, clock.today()) if self.has_unpublished_changes else None
        shown["draft_until"] = discussed.discussion_until if discussed else None
        return self.render(request, context_overrides=shown)

    def render(
        self,
        request: HttpRequest,
        *args: Any,
        template: str | None = None,
        context_overrides: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Show a text with its frozen facts; a draft, and an edition that froze none, with the page's own."""
        shown = dict(context_overrides or {})
        if template is None and "edition" in shown:
            source = shown.get("discussed") or self
            facts = (shown["edition"] and shown["edition"].facts) or source.frozen_facts()
            shown = {**self.beside(request, facts), **shown}
        response: HttpResponse = super().render(request, *args, template=template, context_overrides=shown, **kwargs)
        return response


def day_in(text: str) -> date | None:
    """Return the day that an address names, or nothing where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
