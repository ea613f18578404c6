"""Job descriptions (JOB-01, JOB-03 … JOB-05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from intranet.core import clock
from intranet.documents.enums import DocumentKind, EditionState
from intranet.pages.blocks.job_descriptions import JobDescriptionBody
from intranet.pages.enums import Layout, Vacancy, WelshCategory
from intranet.pages.job_descriptions import adverts
from intranet.pages.job_descriptions import checks as job_checks
from intranet.pages.job_descriptions import facts as job_facts
from intranet.pages.models.documents import DocumentPage
from intranet.pages.outward import linked_data
from intranet.pages.publishing.wanting import Wanting
from intranet.pages.translations import remembering as two_languages

HIGHEST_LEVEL = 5


def _level(skill: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(skill, null=True, blank=True, validators=[MaxValueValidator(HIGHEST_LEVEL)])


class JobDescriptionPage(DocumentPage):
    """A post's description: the header is data, the duties are clauses, its tables are views of rows.

    It is for staff. While it is advertised, the text of today is public with its files, and nothing else of it.
    """

    document_kind = DocumentKind.JOB_DESCRIPTION
    # What everybody may open while the post is advertised, by the names of the page's own views.
    public_while_advertised: ClassVar[frozenset[str]] = frozenset(
        {"as_it_stands", "as_paper", "side_by_side", "both_as_paper", "in_one_language"}
    )

    body = StreamField(JobDescriptionBody(), verbose_name=_("text"), blank=True)
    post = models.ForeignKey(
        "people.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("post"),
        help_text=_("Those who hold it are asked to read each new edition."),
    )
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.NUMBERED)
    department = models.CharField(_("department"), max_length=200, blank=True)
    team = models.CharField(_("service or team"), max_length=200, blank=True)
    accountable_post = models.ForeignKey(
        "people.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("accountable to (post)"),
        help_text=_("Shown with its id. Where the post is not kept here, describe it in words instead."),
    )
    accountable_to = models.CharField(_("accountable to"), max_length=200, blank=True)
    post_code = models.CharField(_("post id"), max_length=60, blank=True)
    grade = models.CharField(_("grade"), max_length=200, blank=True)
    evaluation_code = models.CharField(_("job evaluation id"), max_length=60, blank=True)
    version_date = models.DateField(_("version of"), null=True, blank=True)
    statutory_role = models.CharField(
        _("statutory role"),
        max_length=200,
        blank=True,
        help_text=_("The role that the law gives to whoever holds the post; structure charts mark it."),
    )
    welsh_category = models.CharField(
        _("Welsh language category"), max_length=20, choices=WelshCategory.choices, blank=True
    )
    welsh_listening = _level(_("Welsh: listening, level 0–5"))
    welsh_speaking = _level(_("Welsh: speaking, level 0–5"))
    welsh_reading = _level(_("Welsh: reading, level 0–5"))
    welsh_writing = _level(_("Welsh: writing, level 0–5"))
    welsh_assessed_by = models.ForeignKey(
        "people.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("assessed by (post)"),
    )
    welsh_assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    welsh_reason = models.TextField(_("why this category"), blank=True)
    vacancy = models.CharField(_("new or vacant"), max_length=10, choices=Vacancy.choices, blank=True)
    advertised_from = models.DateField(
        _("advertised from"), null=True, blank=True, help_text=_("Everybody may read the text on these days.")
    )
    advertised_until = models.DateField(_("until the end of"), null=True, blank=True)
    apply_at = models.CharField(
        _("where to apply"), max_length=300, blank=True, help_text=_("A web address or an e-mail address.")
    )

    template = "pages/job_description_page.html"
    header_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("post"), FieldPanel("layout")]),
            FieldRowPanel([FieldPanel("department"), FieldPanel("team")]),
            FieldRowPanel([FieldPanel("accountable_post"), FieldPanel("accountable_to")]),
            FieldRowPanel([FieldPanel("post_code"), FieldPanel("grade")]),
            FieldRowPanel([FieldPanel("evaluation_code"), FieldPanel("version_date")]),
            FieldPanel("statutory_role"),
        ],
        heading=_("Header"),
    )
    welsh_panel = MultiFieldPanel(
        [
            FieldPanel("welsh_category"),
            FieldRowPanel([FieldPanel("welsh_listening"), FieldPanel("welsh_speaking")]),
            FieldRowPanel([FieldPanel("welsh_reading"), FieldPanel("welsh_writing")]),
            FieldRowPanel([FieldPanel("welsh_assessed_by"), FieldPanel("welsh_assessed_on")]),
            FieldPanel("welsh_reason"),
        ],
        heading=_("Welsh language skills"),
        classname="collapsed",
    )
    advert_panel = MultiFieldPanel(
        [
            FieldPanel("vacancy"),
            FieldRowPanel([FieldPanel("advertised_from"), FieldPanel("advertised_until")]),
            FieldPanel("apply_at"),
        ],
        heading=_("Advert"),
        classname="collapsed",
    )
    content_panels: ClassVar = [
        *Page.content_panels,
        DocumentPage.wanting_panel,
        DocumentPage.approval_panel,
        DocumentPage.asks_panel,
        header_panel,
        welsh_panel,
        advert_panel,
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [
        *DocumentPage.shared_fields,
        SynchronizedField("post"),
        SynchronizedField("layout"),
        SynchronizedField("accountable_post"),
        SynchronizedField("post_code"),
        SynchronizedField("evaluation_code"),
        SynchronizedField("version_date"),
        TranslatableField("department"),
        TranslatableField("team"),
        TranslatableField("accountable_to"),
        TranslatableField("grade"),
        TranslatableField("statutory_role"),
        *(
            SynchronizedField(f"welsh_{part}")
            for part in (
                *("category", "listening", "speaking", "reading", "writing"),
                *("assessed_by", "assessed_on", "reason"),
            )
        ),
        SynchronizedField("vacancy"),
        SynchronizedField("advertised_from"),
        SynchronizedField("advertised_until"),
        SynchronizedField("apply_at"),
    ]

    class Meta:
        verbose_name = _("job description")
        verbose_name_plural = _("job descriptions")

    def clean(self) -> None:
        super().clean()
        if self.advertised_from and self.advertised_until and self.advertised_until < self.advertised_from:
            raise ValidationError({"advertised_until": _("The advert ends before it begins.")})

    def wanting(self, *, on_date: date) -> list[Wanting]:
        return [*super().wanting(on_date=on_date), *job_checks.wanting(self)]

    def frozen_facts(self) -> dict[str, Any]:
        return job_facts.frozen(self)

    def beside(self, request: HttpRequest, facts: dict[str, Any]) -> dict[str, Any]:
        return {**super().beside(request, facts), **job_facts.shown(facts)}

    def is_advertised(self, on_date: date) -> bool:
        """Say whether the post is advertised on a day; a page that is not live never is."""
        begins, ends = self.advertised_from, self.advertised_until
        return self.live and begins is not None and ends is not None and begins <= on_date <= ends

    def get_view_restrictions(self) -> Any:
        restrictions = super().get_view_restrictions()
        return restrictions.none() if self.is_advertised(clock.today()) else restrictions

    def serve(self, request: HttpRequest, view: Any = None, args: Any = None, kwargs: Any = None) -> HttpResponse:
        """Lead whoever may not read the section to sign-in, wherever it is not the advertised text they ask for."""
        is_staff = self._is_for(request)
        if not (is_staff or self._is_advertised_text(getattr(view, "__name__", "as_it_stands"), args or ())):
            return redirect_to_login(request.get_full_path(), settings.WAGTAIL_FRONTEND_LOGIN_URL)
        response: HttpResponse = super().serve(request, view, args, kwargs)
        if not is_staff:
            response.headers.setdefault("Cache-Control", "private, no-cache")  # on the day after, nobody has it
        return response

    def opens_all_to(self, request: HttpRequest) -> bool:
        return self._is_for(request)

    def _is_for(self, request: HttpRequest) -> bool:
        restrictions = super().get_view_restrictions()
        return all(restriction.accept_request(request) for restriction in restrictions)

    def _is_advertised_text(self, view: str, args: Sequence[str | None]) -> bool:
        """Say whether an address is of the text of today: no day is named, and another language is advertised too."""
        if view not in self.public_while_advertised:
            return False
        if view == "as_paper":
            return args[0] is None
        return view not in {"side_by_side", "both_as_paper"} or self._is_advertised_in(str(args[0]))

    def _is_advertised_in(self, language: str) -> bool:
        today = clock.today()
        pages = self.get_translations().filter(locale__language_code=language).defer_streamfields()
        return any(page.is_advertised(today) for page in pages)

    def _two_wanted(self, request: HttpRequest) -> HttpResponse | None:
        """Lead nobody from an advert to a sign-in because they once read another text in two languages."""
        found = super()._two_wanted(request)
        if found is None or self._is_for(request):
            return found
        other = two_languages.remembered(request, self.locale.language_code)
        return found if self._is_advertised_in(other) else None

    def render(
        self,
        request: HttpRequest,
        *args: Any,
        template: str | None = None,
        context_overrides: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Show the text of today with its advert; search engines are told of the edition that is shown."""
        shown = dict(context_overrides or {})
        is_of_today = template is None and not shown.get("on_date") and not shown.get("is_aside")
        if is_of_today and self.is_advertised(clock.today()):
            edition = shown.get("edition")
            shown["advert"] = adverts.of_page(self)
            if edition is not None and shown.get("state") != EditionState.REPEALED:
                posting = adverts.job_posting(self, edition, edition.facts or self.frozen_facts())
                shown["job_posting"] = linked_data.in_script(posting)
        return super().render(request, *args, template=template, context_overrides=shown, **kwargs)
