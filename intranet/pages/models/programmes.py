"""Training programmes (PRG-01, PRG-02)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from intranet.core import clock
from intranet.documents.enums import DocumentKind
from intranet.pages.blocks.programmes import HoursByActivity
from intranet.pages.models.documents import DocumentPage
from intranet.pages.programmes import checks as programme_checks
from intranet.pages.programmes import facts as programme_facts
from intranet.pages.publishing.wanting import Wanting

# The same in every language of a programme.
SHARED = (
    "directions", "offered_forms", "shared_competences", "contact_hours", "self_study_hours", "stated_credits",
    "price", "smallest_group", "largest_group",
)  # fmt: skip


class ProgrammePage(DocumentPage):
    """A training programme, with the fields that PRG-01 requires."""

    document_kind = DocumentKind.PROGRAMME

    developers = models.TextField(_("developers"), blank=True)
    aim = models.TextField(_("aim"), blank=True)
    direction = models.CharField(
        _("direction, in the programme’s own words"), max_length=300, blank=True,
    )  # fmt: skip
    directions = ParentalManyToManyField(
        "training.Direction", blank=True, related_name="+", verbose_name=_("directions"),
        help_text=_("The catalogue is filtered by them."),
    )  # fmt: skip
    forms = models.CharField(_("form or forms, in the programme’s own words"), max_length=200, blank=True)
    offered_forms = ParentalManyToManyField(
        "registry.Form", blank=True, related_name="+", verbose_name=_("forms"),
        help_text=_("The catalogue is filtered by them."),
    )  # fmt: skip
    contact_hours = models.DecimalField(
        _("contact hours"), max_digits=7, decimal_places=2, null=True, blank=True,
        help_text=_("The volume in hours: classes without self-study."),
    )  # fmt: skip
    self_study_hours = models.DecimalField(_("self-study hours"), max_digits=7, decimal_places=2, null=True, blank=True)
    stated_credits = models.DecimalField(
        _("ECTS credits"), max_digits=6, decimal_places=2, null=True, blank=True,
        help_text=_("As approved, self-study included. Left empty: reckoned from the hours, thirty to a credit."),
    )  # fmt: skip
    hours_by_activity = StreamField(
        HoursByActivity(), verbose_name=_("hours by activity"), blank=True,
        help_text=_("If they are distributed, they must come to the hours above."),
    )  # fmt: skip
    shared_competences = ParentalManyToManyField(
        "training.Competence", blank=True, related_name="+", verbose_name=_("competences"),
        help_text=_("From the list of the institution; the catalogue is filtered by them."),
    )  # fmt: skip
    competences = models.TextField(
        _("further competences"), blank=True, help_text=_("What is not in the list, one a line.")
    )
    outcomes = models.TextField(_("learning outcomes"), blank=True, help_text=_("One a line."))
    performers = models.TextField(
        _("who teaches"), blank=True, help_text=_("One a line: name, then category, degree, title or experience.")
    )
    timing = models.TextField(_("dates and schedule"), blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    price = models.DecimalField(
        _("price"), max_digits=9, decimal_places=2, null=True, blank=True,
        help_text=_("0: free of charge. Left empty: each course says its own."),
    )  # fmt: skip
    smallest_group = models.PositiveSmallIntegerField(_("smallest group"), null=True, blank=True)
    largest_group = models.PositiveSmallIntegerField(_("largest group"), null=True, blank=True)
    opportunities = models.TextField(_("what it opens up"), blank=True, help_text=_("Academic and professional."))
    support = models.TextField(_("further support"), blank=True)
    services = models.TextField(
        _("further services"), blank=True, help_text=_("Transfer, lodging, meals, help for people with disabilities.")
    )
    awards = models.CharField(_("document awarded"), max_length=200, blank=True)

    template = "pages/programme_page.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        DocumentPage.wanting_panel,
        DocumentPage.approval_panel,
        DocumentPage.asks_panel,
        DocumentPage.discussion_panel,
        MultiFieldPanel(
            [
                FieldPanel("developers"),
                FieldPanel("aim"),
                FieldPanel("directions", widget=CheckboxSelectMultiple),
                FieldPanel("direction"),
                FieldPanel("offered_forms", widget=CheckboxSelectMultiple),
                FieldPanel("forms"),
                FieldPanel("shared_competences", widget=CheckboxSelectMultiple),
                FieldPanel("competences"),
            ],
            heading=_("What every programme must state"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("contact_hours"), FieldPanel("self_study_hours"), FieldPanel("stated_credits")]
                ),
                FieldPanel("hours_by_activity"),
            ],
            heading=_("Volume"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("outcomes"),
                FieldPanel("performers"),
                FieldPanel("timing"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("price"), FieldPanel("smallest_group"), FieldPanel("largest_group")]),
                FieldPanel("opportunities"),
                FieldPanel("support"),
                FieldPanel("services"),
                FieldPanel("awards"),
            ],
            heading=_("What a programme may state"),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [
        *DocumentPage.shared_fields,
        *(SynchronizedField(name) for name in SHARED),
    ]

    def wanting(self, *, on_date: date) -> list[Wanting]:
        return [*super().wanting(on_date=on_date), *programme_checks.wanting(self)]

    def frozen_facts(self) -> dict[str, Any]:
        return programme_facts.frozen(self)

    def beside(self, request: HttpRequest, facts: dict[str, Any]) -> dict[str, Any]:
        user = getattr(request, "user", None)  # a preview is asked for by nobody
        shown = programme_facts.of_page(self, request, facts, on_date=clock.today(), for_staff=_is_staff(user))
        return {**super().beside(request, facts), **shown}

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")


def _is_staff(user: Any) -> bool:
    return bool(user and user.is_authenticated)
