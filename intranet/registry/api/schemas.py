"""What is said and asked in JSON. The public fields come from ``PublicEntry``, so that no other can appear (law 8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_type_hints

from django.utils.translation import gettext_noop as _
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    create_model,
)
from pydantic_core import core_schema

from intranet.registry.disclosure import FIELDS, PublicEntry
from intranet.registry.models import Certificate

MOST_ITEMS = 1000
LONGEST_OUTCOMES = 20_000

MEANINGS = {
    "name": _("Surname and initials; empty where the name is withheld."),
    "form": _("The form, in the language asked for."),
    "kind": _("The kind, in the language asked for."),
    "topic": _("Direction or title, in the language of the register."),
    "hours": _("Hours, computed from the credits where the certificate states credits alone."),
    "ects": _("ECTS credits, computed from the hours where the certificate states hours alone."),
    "issue_date": _("The issue date."),
    "record_number": _("The record number."),
    "status": _("Valid, annulled, or superseded by a correction."),
    "status_date": _("Since when it is annulled or superseded."),
    "url": _("The address at which it is verified."),
}


def _public_fields() -> dict[str, Any]:
    said = {Decimal: float, date: date}
    hints = get_type_hints(PublicEntry)
    return {name: (said.get(hints[name], hints[name]), Field(description=MEANINGS.get(name, ""))) for name in FIELDS}


class Said(BaseModel):
    """What the API says."""

    model_config = ConfigDict(extra="forbid")


Entry = create_model("Certificate", __base__=Said, __doc__="All that the public may see.", **_public_fields())


class Page(Said):
    """A page of the public list."""

    certificates: list[Entry]  # type: ignore[valid-type]
    count: int = Field(description=_("How many match, as far as they were counted."))
    count_is_capped: bool = Field(description=_("Whether more match than were counted."))
    next: str | None = Field(description=_("The address of the next page; null on the last one."))


class Word(Said):
    """A form or a kind."""

    code: str = Field(description=_("What to filter by and to send."))
    name: str = Field(description=_("Its name, in the language asked for."))
    is_retired: bool = Field(description=_("No longer offered for new certificates."))


class Programme(Said):
    """A published programme that led to certificates."""

    key: int = Field(description=_("What to filter by."))
    title: str


class Vocabularies(Said):
    """What the list can be filtered by."""

    forms: list[Word]
    kinds: list[Word]
    programmes: list[Programme]


class FaultSaid(Said):
    """What is wrong with one field."""

    index: int | None = Field(description=_("The place of the certificate in the batch, from 0; null for the batch."))
    field: str
    rule: str = Field(description=_("The rule that demands it, where there is one."))
    code: str = Field(description=_("The same in a word, for machines."))
    message: str = Field(description=_("What is wrong, and the way out."))
    proposed: str = Field(description=_("What would do, where that is known."))


class ProblemSaid(Said):
    """A problem, by RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = Field(description=_("What is wrong, and the way out."))
    code: str = Field(description=_("The same in a word, for machines."))
    errors: list[FaultSaid]


class MadeSaid(Said):
    """A certificate that was issued, or one prepared for somebody to issue."""

    index: int = Field(description=_("The place of the certificate in the batch, from 0."))
    record_number: str | None = Field(description=_("The number that it was given; null where it is only prepared."))
    code: str | None = Field(description=_("The verification code; null where it is only prepared."))
    url: str | None = Field(description=_("The address at which it is verified; null where it is only prepared."))
    draft: int | None = Field(description=_("The key of what was prepared; null where it is issued."))


class Answer(Said):
    """What became of a batch."""

    mode: Literal["issue", "draft"]
    dry_run: bool
    accepted: int
    rejected: int
    certificates: list[MadeSaid]
    errors: list[FaultSaid]


def _longest(name: str) -> int:
    return getattr(Certificate._meta.get_field(name), "max_length", None) or LONGEST_OUTCOMES


def _text(meaning: str, *, longest: int) -> Any:
    return Field(default=None, max_length=longest, description=meaning)


def _column(name: str, meaning: str) -> Any:
    return _text(meaning, longest=_longest(name))


Day = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})]
Amount = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 99999.99},
                {"type": "string", "pattern": r"^[0-9]{1,5}([.,][0-9]{1,2})?$"},
                {"type": "null"},
            ]
        }
    ),
]


class Item(BaseModel):
    """A certificate to be issued. What is left out or null is not stated."""

    model_config = ConfigDict(extra="forbid", strict=True)

    full_name: str | None = _text(_("Surname, given name, patronymic, in this order."), longest=300)
    surname: str | None = _column("surname", _("Instead of full_name, together with the two that follow."))
    given_name: str | None = _column("given_name", _("In full, no initials."))
    patronymic: str | None = _column("patronymic", _("Where the person has one."))
    one_name: bool = Field(default=False, description=_("The person has one name only."))
    form: str | None = _text(_("Code or name of a form."), longest=200)
    kind: str | None = _text(_("Code or name of a kind."), longest=200)
    topic: str | None = _column("topic", _("Direction or title."))
    hours: Amount = Field(default=None, description=_("Hours, credits, or both."))
    ects: Amount = Field(default=None, description=_("ECTS credits."))
    outcomes: str | None = _column("outcomes", _("What the holder has learned."))
    issue_date: Day = Field(default=None, description=_("Today or earlier."))
    programme: str | None = _column("programme", _("The programme that led to it."))
    programme_reason: str | None = _column(
        "programme_reason", _("Why it is issued although no programme of this name is published here. Private.")
    )
    signatory: str | None = _text(_("Who signs, by name; left out: whoever signs on the issue date."), longest=400)
    document_type: str | None = _column("document_type", _("What the document is called. Private."))
    period_from: Day = Field(default=None, description=_("First day of the training. Private."))
    period_to: Day = Field(default=None, description=_("Last day of the training. Private."))
    email: str | None = _column("email", _("The holder’s e-mail. Private."))
    workplace: str | None = _column("workplace", _("The holder’s place of work. Private."))
    name_latin: str | None = _column("name_latin", _("The holder’s name in Latin letters. Private."))


class Unread:
    """An item as it came: each is read by itself, so that one bad item does not hide the faults of the others."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.any_schema()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(Item.__pydantic_core_schema__)


class Batch(BaseModel):
    """Certificates to be issued, all of them or none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    certificates: list[Unread] = Field(min_length=1, max_length=MOST_ITEMS)
    mode: Literal["issue", "draft"] = Field(
        default="issue", description=_("Issue them at once, or prepare them for somebody who looks first.")
    )
    dry_run: bool = Field(default=False, description=_("Judge everything and keep nothing."))
    partial: bool = Field(default=False, description=_("Keep what is good and name the rest."))
    series: str = Field(
        default="", max_length=40, description=_("The series that gives the numbers; left out: the default one.")
    )
    late_reason: str = Field(
        default="", max_length=300,
        description=_("Why they are registered late; needed only where the time for publication has passed."),
    )  # fmt: skip
