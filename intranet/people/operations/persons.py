"""People: added, changed, their keys made anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, institution
from intranet.core.languages import CODES
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.core.words import tidy_apostrophe
from intranet.people import keys
from intranet.people.models import Person, Post, Unit

CHUNK = 1000


class PersonRefused(Refusal):
    """The person cannot be added or changed so; the message says why."""


def _fill(
    person: Person, *, surname: str, given_name: str, patronymic: str, email: str, phone: str, language: str
) -> None:
    """Write the values, tidied, and the keys that follow from them. Raises PersonRefused."""
    person.surname, person.given_name, person.patronymic = (
        tidy_apostrophe(" ".join(name.split())) for name in (surname, given_name, patronymic)
    )
    if not person.surname:
        raise PersonRefused(_("The surname is missing. A person with one name has it as the surname."))
    if language and language not in CODES:
        raise PersonRefused(_("There is no language “%(language)s” here.") % {"language": language})
    person.email, person.phone, person.language = email.strip(), phone.strip(), language
    _make_keys(person, institution.current().default_language)


def _make_keys(person: Person, language: str) -> None:
    names = (person.surname, person.given_name, person.patronymic)
    person.sort_key = keys.person_sort_key(*names, language)
    person.search_key = keys.person_search_key(*names, person.email)
    if not keys.search_key(person.surname).strip():
        raise PersonRefused(
            _("“%(surname)s” has no letters. Write the surname in letters.") % {"surname": person.surname}
        )


@transaction.atomic
def add_person(
    *,
    surname: str,
    given_name: str = "",
    patronymic: str = "",
    email: str = "",
    phone: str = "",
    language: str = "",
    at: datetime,
    actor: Account | None = None,
) -> Person:
    """Add a person. Raises PersonRefused."""
    person = Person()
    _fill(
        person,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        email=email,
        phone=phone,
        language=language,
    )
    person.save()
    audit.record("people.person_added", at=at, actor=actor, subject=person)
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    surname: str,
    given_name: str,
    patronymic: str,
    email: str,
    phone: str,
    language: str,
    at: datetime,
    actor: Account | None = None,
) -> Person:
    """Change a person; what was issued to them keeps the name it was issued with (DOC-04). Raises PersonRefused."""
    before = Person.objects.select_for_update().get(pk=person.pk)
    _fill(
        person,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        email=email,
        phone=phone,
        language=language,
    )
    person.save()
    fields = ("surname", "given_name", "patronymic", "email", "phone", "language")
    changed = [name for name in fields if getattr(before, name) != getattr(person, name)]
    audit.record("people.person_changed", at=at, actor=actor, subject=person, changed=changed)
    return person


@transaction.atomic
def make_keys_again(*, language: str, at: datetime, actor: Account | None = None) -> int:
    """Make the keys of all units, posts and people by the alphabet of ``language``; return how many rows changed.

    Run when the institution's default language changes; where nothing changes, nothing is written.
    """
    count = _people_again(language) + _posts_again(language) + _units_again(language)
    if count:
        audit.record("people.keys_made_again", at=at, actor=actor, count=count, language=language)
    return count


def _people_again(language: str) -> int:
    changed = []
    for person in Person.objects.all():
        before = (person.sort_key, person.search_key)
        _make_keys(person, language)
        if before != (person.sort_key, person.search_key):
            changed.append(person)
    Person.objects.bulk_update(changed, ["sort_key", "search_key"], batch_size=CHUNK)
    return len(changed)


def _posts_again(language: str) -> int:
    changed = []
    for post in Post.objects.all():
        before = (post.sort_key, post.search_key)
        post.sort_key = keys.texts_sort_key(post.titles, language)
        post.search_key = keys.texts_search_key(post.titles, post.code)
        if before != (post.sort_key, post.search_key):
            changed.append(post)
    Post.objects.bulk_update(changed, ["sort_key", "search_key"], batch_size=CHUNK)
    return len(changed)


def _units_again(language: str) -> int:
    placed: dict[int, Unit] = {}
    changed = []
    for unit in Unit.objects.order_by("depth"):  # parents before children
        before = (unit.tree_key, unit.search_key)
        unit.tree_key = keys.tree_key(unit.names, placed.get(unit.parent_id or 0), language)
        unit.search_key = keys.texts_search_key(unit.names, unit.code)
        placed[unit.pk] = unit
        if before != (unit.tree_key, unit.search_key):
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["tree_key", "search_key"], batch_size=CHUNK)
    return len(changed)
