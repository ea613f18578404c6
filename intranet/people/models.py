"""Units, posts, people, appointments, substitutions (JOB-09, JOB-11), inspectors' terms and the sign-in log.

Sort and search keys are made by operations and demanded by constraints: a row without them would sort and be found
nowhere.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.core.fields import KeyField
from intranet.core.languages import CHOICES as LANGUAGES
from intranet.core.languages import in_reader_language
from intranet.people.enums import PostKind, StaffCategory

_Row = TypeVar("_Row", bound=models.Model)

ONE_DAY_AT_LEAST = Q(until=None) | Q(until__gt=F("since"))


class Unit(models.Model):
    """A part of the institution; the units are a tree.

    ``tree_key`` is the parent's tree key, the name's sort key and a separator: its order is the order of the tree, and
    what stands below a unit begins with its key.
    """

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("part of")
    )
    names = models.JSONField(_("name"), help_text=_("The name in each language of the site."))
    code = models.CharField(_("code"), max_length=30, blank=True)
    tree_key = KeyField(max_length=8000, editable=False)
    depth = models.PositiveSmallIntegerField(editable=False, default=0)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering: ClassVar = ["tree_key", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(tree_key=""), name="unit_has_a_tree_key"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(parent=None, depth=0) | Q(parent__isnull=False, depth__gt=0),
                name="unit_depth_follows_parent",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="unit_code_once",
                violation_error_message=_("Another unit has this code."),
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.names)

    def get_names_display(self) -> str:
        return str(self)


class Post(models.Model):
    """A post in a unit: what a job description describes and an appointment fills."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("unit"))
    titles = models.JSONField(
        pgettext_lazy("of a post", "title"), help_text=_("The title in each language of the site.")
    )
    code = models.CharField(_("post id"), max_length=30, blank=True)
    kind = models.CharField(_("role"), max_length=20, choices=PostKind.choices, default=PostKind.ORDINARY)
    category = models.CharField(
        _("staff category"), max_length=30, choices=StaffCategory.choices, default=StaffCategory.OTHER
    )
    reports_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reporting",
        verbose_name=_("accountable to"),
    )
    sort_key = KeyField(max_length=800, editable=False)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sort_key=""), name="post_has_a_sort_key"),
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("pk")), name="post_is_not_accountable_to_itself"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="post_code_once",
                violation_error_message=_("Another post has this id."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind"], name="posts_by_kind")]

    def __str__(self) -> str:
        return in_reader_language(self.titles)

    def get_titles_display(self) -> str:
        return str(self)


class Person(models.Model):
    """Somebody the institution deals with: staff or not, with an account or without."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name=_("account"),
    )
    surname = models.CharField(_("surname"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    sort_key = KeyField(max_length=800, editable=False)
    search_key = models.TextField(editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language for letters"),
        max_length=5,
        choices=LANGUAGES,
        blank=True,
        help_text=_("Left empty while the person has not been asked."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["sort_key", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(surname=""), name="person_has_a_surname"),
            models.CheckConstraint(condition=~Q(sort_key=""), name="person_has_a_sort_key"),
            models.CheckConstraint(condition=~Q(search_key=""), name="person_has_a_search_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["sort_key", "id"], name="people_in_order")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


class DatedQuerySet(models.QuerySet[_Row]):
    """Rows in force from a date (included) until a date (excluded; null is open)."""

    def on(self, on_date: date) -> Self:
        """Keep the rows in force on ``on_date``."""
        return self.filter(Q(until=None) | Q(until__gt=on_date), since__lte=on_date)

    def overlapping(self, since: date, until: date | None) -> Self:
        """Keep the rows in force on some day of the period."""
        rows = self.filter(Q(until=None) | Q(until__gt=since))
        return rows if until is None else rows.filter(since__lt=until)


class Appointment(models.Model):
    """A person holds a post from a date, by an order."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("person"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("post"))
    since = models.DateField(_("from"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    order_date = models.DateField(_("order date"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_DAY_AT_LEAST, name="appointment_ends_after_start"),
            models.UniqueConstraint(fields=["person", "post", "since"], name="appointment_once"),
            models.UniqueConstraint(fields=["person", "post"], condition=Q(until=None), name="appointment_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}, {self.since}"


class TrainingForPost(models.Model):
    """A leader newly appointed to a post has been trained for it, by a document with a number and a date (CPD-08)."""

    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="training_for_post", verbose_name=_("appointment")
    )
    document_number = models.CharField(_("number of the document"), max_length=60)
    document_date = models.DateField(_("date of the document"))
    provider = models.CharField(_("provider"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("training for a leading post")
        verbose_name_plural = _("training for leading posts")
        ordering: ClassVar = ["-document_date", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document_number=""), name="training_has_a_document"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment}: {self.document_number}"


class Substitution(models.Model):
    """A substitute answers for an absent person for a time (JOB-09)."""

    absent = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="substituted_by", verbose_name=_("absent")
    )
    substitute = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="substitutes", verbose_name=_("substitute")
    )
    since = models.DateField(_("from"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    order_number = models.CharField(_("order number"), max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="substitute_is_another"),
            models.CheckConstraint(condition=ONE_DAY_AT_LEAST, name="substitution_ends_after_start"),
            models.UniqueConstraint(fields=["absent"], condition=Q(until=None), name="substitution_open_once"),
            models.UniqueConstraint(fields=["absent", "since"], name="substitution_starts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.absent}, {self.since}"


class InspectorTerm(models.Model):
    """An inspector's account reads from a date until a date; outside its terms it cannot be used at all."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inspector_terms", verbose_name=_("account")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), help_text=_("The first day on which it no longer holds."))
    basis = models.CharField(
        _("basis"), max_length=200, help_text=_("The order or letter that demands the inspection.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspector’s term")
        verbose_name_plural = _("inspectors’ terms")
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="inspector_term_ends_after_start"),
            models.CheckConstraint(condition=~Q(basis=""), name="inspector_term_has_a_basis"),
            models.UniqueConstraint(fields=["account", "since"], name="inspector_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.since} – {self.until}"


class SignIn(models.Model):
    """Somebody signed in. Kept for a year unless the retention table says otherwise."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("account")
    )
    at = models.DateTimeField(_("time"), db_index=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account}, {self.at:%Y-%m-%d %H:%M}"
