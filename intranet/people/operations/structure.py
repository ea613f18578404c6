"""Units and posts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, institution
from intranet.core.languages import in_reader_language
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.people import keys
from intranet.people.enums import PostKind, StaffCategory
from intranet.people.models import Post, Unit
from intranet.people.queries import subtree


class StructureRefused(Refusal):
    """The unit or post cannot be made or changed so; the message says why."""


def _clean_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts without outer spaces and empty ones. Raises StructureRefused where nothing is left."""
    cleaned = {language: text.strip() for language, text in texts.items() if text and text.strip()}
    if not cleaned:
        raise StructureRefused(_("A name is missing. Give it in the default language of the site at least."))
    return cleaned


def _place(unit: Unit, parent: Unit | None) -> None:
    """Give a unit its place in the tree and its keys."""
    language = institution.current().default_language
    unit.parent = parent
    unit.depth = parent.depth + 1 if parent else 0
    unit.tree_key = keys.tree_key(unit.names, parent, language)
    unit.search_key = keys.texts_search_key(unit.names, unit.code)


@transaction.atomic
def add_unit(
    *, names: Mapping[str, str], parent: Unit | None = None, code: str = "", at: datetime, actor: Account | None = None
) -> Unit:
    """Make a unit below ``parent``. Raises StructureRefused."""
    unit = Unit(names=_clean_texts(names), code=code.strip())
    _refuse_second_code(unit)
    _place(unit, parent)
    unit.save()
    audit.record("people.unit_added", at=at, actor=actor, subject=unit, names=unit.names, code=unit.code)
    return unit


@transaction.atomic
def change_unit(
    *, unit: Unit, names: Mapping[str, str], parent: Unit | None, code: str, at: datetime, actor: Account | None = None
) -> Unit:
    """Rename or move a unit; the units below it move with it. Raises StructureRefused."""
    before = Unit.objects.select_for_update().get(pk=unit.pk)
    below = subtree(before)[1:]
    if parent is not None and (parent.pk == unit.pk or parent in below):
        raise StructureRefused(
            _("“%(unit)s” cannot be part of “%(parent)s”, which is a part of it. Choose a unit outside it.")
            % {"unit": in_reader_language(before.names), "parent": in_reader_language(parent.names)}
        )
    unit.names, unit.code = _clean_texts(names), code.strip()
    _refuse_second_code(unit)
    _place(unit, parent)
    unit.save()
    placed = {unit.pk: unit}
    for member in below:
        if member.parent_id is not None:  # a root is below nobody
            _place(member, placed[member.parent_id])
            placed[member.pk] = member
    Unit.objects.bulk_update(below, ["tree_key", "depth", "search_key"], batch_size=500)
    audit.record(
        "people.unit_changed",
        at=at,
        actor=actor,
        subject=unit,
        before={"names": before.names, "code": before.code, "parent": before.parent_id},
        after={"names": unit.names, "code": unit.code, "parent": unit.parent_id},
    )
    return unit


def _refuse_second_code(row: Unit | Post) -> None:
    if row.code and type(row)._default_manager.filter(code=row.code).exclude(pk=row.pk).exists():
        raise StructureRefused(_("The code “%(code)s” is taken. Give another one, or none.") % {"code": row.code})


@transaction.atomic
def add_post(
    *,
    unit: Unit,
    titles: Mapping[str, str],
    kind: PostKind = PostKind.ORDINARY,
    category: StaffCategory = StaffCategory.OTHER,
    code: str = "",
    reports_to: Post | None = None,
    at: datetime,
    actor: Account | None = None,
) -> Post:
    """Make a post in a unit. Raises StructureRefused."""
    post = Post(unit=unit, titles=_clean_texts(titles), kind=kind, category=category, code=code.strip())
    _complete(post, reports_to)
    post.save()
    audit.record("people.post_added", at=at, actor=actor, subject=post, titles=post.titles, kind=kind, unit=unit.pk)
    return post


@transaction.atomic
def change_post(
    *,
    post: Post,
    unit: Unit,
    titles: Mapping[str, str],
    kind: PostKind,
    category: StaffCategory,
    code: str,
    reports_to: Post | None,
    at: datetime,
    actor: Account | None = None,
) -> Post:
    """Change a post. Raises StructureRefused."""
    before = Post.objects.select_for_update().get(pk=post.pk)
    post.unit, post.titles, post.kind, post.category = unit, _clean_texts(titles), kind, category
    post.code = code.strip()
    _complete(post, reports_to)
    post.save()
    audit.record(
        "people.post_changed",
        at=at,
        actor=actor,
        subject=post,
        before={"titles": before.titles, "kind": before.kind, "unit": before.unit_id, "code": before.code},
        after={"titles": post.titles, "kind": post.kind, "unit": post.unit_id, "code": post.code},
    )
    return post


def _complete(post: Post, reports_to: Post | None) -> None:
    """Set whom a post answers to, and its keys. Raises StructureRefused where the chain would be a ring."""
    _refuse_second_code(post)
    above, seen = reports_to, set()
    while above is not None and above.pk not in seen:
        if above.pk == post.pk:
            raise StructureRefused(_("A post cannot be accountable to itself, directly or through others."))
        seen.add(above.pk)
        above = above.reports_to
    post.reports_to = reports_to
    post.sort_key = keys.texts_sort_key(post.titles, institution.current().default_language)
    post.search_key = keys.texts_search_key(post.titles, post.code)
