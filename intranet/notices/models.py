"""What is told to whom: a notice on each of its roads, and the letters that carry notices by e-mail."""

from __future__ import annotations

from datetime import time
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from intranet.core.models import Account
from intranet.notices.clauses import ClauseRef
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, register
from intranet.people.models import Person

PENDING = [LetterState.QUEUED, LetterState.FAILED]
FOR_A_PERSON_TO_DECIDE = [LetterState.DEAD, LetterState.PERHAPS_SENT]
CAN_BE_SENT_AGAIN = [*FOR_A_PERSON_TO_DECIDE, LetterState.BOUNCED]


class Letter(models.Model):
    """A letter, its text kept as sent: many notices to one person, or one thing to an address that is nobody's here.

    The second kind has a ``key`` instead of notices: it makes sure that the same is not written twice. A letter is
    never deleted, only emptied by retention.
    """

    recipient = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="letters", verbose_name=_("recipient")
    )
    key = models.CharField(max_length=200, null=True, unique=True, editable=False)
    about = models.CharField(max_length=120, blank=True, editable=False)
    languages = models.CharField(_("languages"), max_length=20)
    address = models.EmailField(_("address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    digest_on = models.DateField(_("digest of the day"), null=True, blank=True)
    is_optional = models.BooleanField(default=False, editable=False)  # its reader may switch all of it off
    # Where one click ends such letters to an address that is nobody's here (RFC 8058).
    unsubscribe = models.CharField(max_length=500, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=15, choices=LetterState.choices, default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    sending_since = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=255, unique=True)
    created_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        permissions: ClassVar = [
            ("view_all_letters", _("Can see everybody’s letters")),
            ("resend_letter", _("Can send a letter again")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "digest_on"], name="letter_one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, key=None) | Q(recipient=None, key__isnull=False, digest_on=None),
                name="letter_to_a_person_or_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(sent_at__isnull=False), name="letter_sent_has_its_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENDING) | Q(sending_since__isnull=False), name="letter_sending_since"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at", "id"], name="letters_to_send", condition=Q(state__in=["queued", "failed"])
            ),
            models.Index(fields=["sending_since"], name="letters_in_dialogue", condition=Q(state="sending")),
            models.Index(fields=["-created_at", "-id"], name="letters_newest_first"),
            models.Index(fields=["about"], name="letters_by_matter", condition=~Q(about="")),
            models.Index(fields=["state"], name="letters_to_decide", condition=Q(state__in=["dead", "perhaps_sent"])),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def waits_for_a_decision(self) -> bool:
        return self.state in FOR_A_PERSON_TO_DECIDE

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in CAN_BE_SENT_AGAIN


class LetterEvent(models.Model):
    """What befell a letter besides being written, handed over and taken, which its own row tells: rows are few."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="events", verbose_name=_("letter"))
    at = models.DateTimeField(_("when"))
    state = models.CharField(_("state"), max_length=15, choices=LetterState.choices)
    note = models.CharField(_("what was said"), max_length=300, blank=True)
    actor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("account"))

    class Meta:
        verbose_name = _("event of a letter")
        verbose_name_plural = _("events of letters")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.state}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def in_the_inbox_of(self, person: Person) -> Self:
        return self.filter(recipient=person, channel=Channel.INBOX, cancelled_at=None)

    def without_receipt(self) -> Self:
        """Keep what the law demands to be received and nobody has confirmed; the inbox's copy stands for all.

        What was handed over on paper was signed for there.
        """
        found = self.filter(channel=Channel.INBOX, statutory=True, receipt_at=None, cancelled_at=None)
        return found.not_handed_over()

    def not_handed_over(self) -> Self:
        """Keep what nobody has handed over on paper."""
        handed = Notice.objects.filter(key=OuterRef("key"), recipient=OuterRef("recipient"), channel=Channel.PAPER)
        return self.filter(~Exists(handed))

    def waiting_for_a_letter(self) -> Self:
        return self.filter(channel=Channel.EMAIL, letter=None, cancelled_at=None)


class Notice(models.Model):
    """One thing told to one person on one road. The unique key is what makes sure that nobody is told twice."""

    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices", verbose_name=_("recipient"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    kind_key = models.CharField(_("kind"), max_length=60)
    about = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    due_on = models.DateField(_("last day"), null=True, blank=True)
    clause_document = models.CharField(max_length=60, blank=True)
    clause_number = models.CharField(_("clause"), max_length=30, blank=True)
    url = models.CharField(max_length=300, blank=True)
    apart = models.BooleanField(default=False)
    statutory = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("told"))
    cancelled_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="notices")
    read_at = models.DateTimeField(_("read"), null=True)
    receipt_at = models.DateTimeField(_("receipt confirmed"), null=True)
    receipt_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    receipt_language = models.CharField(max_length=5, blank=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    handed_on = models.DateField(_("handed over"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        permissions: ClassVar = [("hand_over_notice", _("Can hand over notices on paper"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "recipient", "channel"], name="notice_nobody_is_told_twice"),
            models.CheckConstraint(
                condition=Q(receipt_at=None) | Q(receipt_by__isnull=False) & ~Q(receipt_hash=""),
                name="notice_receipt_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("created_at")), name="notice_read_after_told"
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.PAPER, handed_on__isnull=False)
                | ~Q(channel=Channel.PAPER) & Q(handed_on=None),
                name="notice_on_paper_has_its_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient"],
                name="notices_to_write",
                condition=Q(channel="email", letter__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(
                fields=["recipient", "-created_at", "-id"], name="notices_inbox", condition=Q(channel="inbox")
            ),
            models.Index(fields=["about"], name="notices_by_matter", condition=~Q(about="")),
            models.Index(
                fields=["-created_at", "-id"],
                name="notices_without_receipt",
                condition=Q(channel="inbox", statutory=True, receipt_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind(self) -> Kind:
        """The kind, or one that says no more than its key where its package is gone."""
        return register().get(self.kind_key) or Kind(self.kind_key, self.kind_key, self.kind_key, "")

    @property
    def subject(self) -> str:
        """The subject in the reader's language."""
        return self.kind.render(self.context)[0]

    @property
    def body(self) -> str:
        """The text in the reader's language."""
        return self.kind.render(self.context)[1]

    @property
    def clause(self) -> ClauseRef | None:
        return ClauseRef(self.clause_document, self.clause_number) if self.clause_number else None

    @property
    def wants_receipt(self) -> bool:
        return self.statutory and self.receipt_at is None


class CalendarFeed(models.Model):
    """The secret address at which a person’s calendar programs read their deadlines and meetings; kept as a hash."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(hashed=""), name="calendar_feed_has_a_secret")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class CalendarEntry(models.Model):
    """What a feed said last about one event: by it the next reading knows what has moved and what is gone."""

    feed = models.ForeignKey(CalendarFeed, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=120)
    day = models.DateField()
    fingerprint = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "key"], name="calendar_entry_once_a_feed")]

    def __str__(self) -> str:
        return f"{self.key} {self.day}"


class PostSettings(models.Model):
    """When letters go out and what stands around their words, as the institution decided: one row, or the defaults."""

    quiet_from = models.TimeField(_("quiet from"), default=time(20))
    quiet_until = models.TimeField(
        _("quiet until"),
        default=time(7),
        help_text=_("Letters written in the quiet hours go out after them. The same time twice: no quiet hours."),
    )
    rests_on_days_off = models.BooleanField(
        _("letters wait for a working day"),
        default=True,
        help_text=_("Never longer than the last day of the deadline that they speak of."),
    )
    footers = models.JSONField(_("words at the end of each letter"), default=dict, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )

    class Meta:
        verbose_name = _("settings of letters")
        verbose_name_plural = _("settings of letters")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="post_settings_are_one_row"),
            models.CheckConstraint(
                condition=Q(quiet_from__gte=F("quiet_until")), name="post_quiet_hours_hold_midnight"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Preference(models.Model):
    """How a person wishes to be told. The language itself stands with the person, for every room to read."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="preference", verbose_name=_("person"))
    language_recorded_at = models.DateTimeField(_("language recorded"), null=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the letter of the day"), null=True, blank=True)
    statutory_on_paper = models.BooleanField(_("notices that the law demands on paper"), default=False)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest_hour=None) | Q(digest_hour__lt=24), name="preference_hour_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class SwitchedOff(models.Model):
    """A person wants no letters of an optional kind; the inbox has its notices all the same."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="switched_off", verbose_name=_("person"))
    kind_key = models.CharField(_("kind"), max_length=60)

    class Meta:
        verbose_name = _("kind without letters")
        verbose_name_plural = _("kinds without letters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind_key"], name="switched_off_once_a_kind")
        ]

    def __str__(self) -> str:
        return self.kind_key


class FailingAddress(models.Model):
    """An address from which a letter came back for good: nothing is sent to it until somebody says it works again."""

    address = models.EmailField(_("address"), max_length=254, unique=True, help_text=_("In small letters."))
    since = models.DateTimeField(_("since"))
    reason = models.CharField(_("what the mail server said"), max_length=300, blank=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("letter"))

    class Meta:
        verbose_name = _("address that fails")
        verbose_name_plural = _("addresses that fail")

    def __str__(self) -> str:
        return self.address
