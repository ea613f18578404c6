"""What is kept how long (JOB-12): found in the packages' ``retention.py``, decided in the admin, purged by sweeps.

A package's ``retention.py`` has ``RULES: list[Retention]``. ``purge`` gets the first moment that is still kept and
removes, in set operations, what is older; it returns how many rows went. A rule without ``purge`` says that its records
are kept for good, so that the table in the admin is whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account, RetentionPeriod
from intranet.core.refusals import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

logger = logging.getLogger(__name__)

LONGEST = 36_500


@dataclass(frozen=True)
class Retention:
    """What is kept how long, and how it goes."""

    key: str
    name: str | StrPromise
    keep_days_default: int | None = None  # None: for good
    purge: Callable[[datetime], int] | None = None


@dataclass(frozen=True)
class Kept:
    """A rule with the period in force."""

    rule: Retention
    days: int | None
    is_default: bool


class PeriodRefused(Refusal):
    """The period cannot be set; the message says why."""


def rules() -> list[Retention]:
    """Return the rules of the installed packages, in the order of the packages and of their lists."""
    found: list[Retention] = []
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.retention"
        if config.name.startswith("intranet.") and config.label != "core" and find_spec(name):
            found.extend(import_module(name).RULES)
    return found


def table() -> list[Kept]:
    """Return every rule with the period in force: the institution's, else the default."""
    decided = dict(RetentionPeriod.objects.values_list("key", "days"))
    return [
        Kept(
            rule,
            None if rule.keep_days_default is None else decided.get(rule.key, rule.keep_days_default),
            rule.key not in decided,
        )
        for rule in rules()
    ]


@transaction.atomic
def set_periods(*, days: Mapping[str, int], at: datetime, actor: Account | None = None) -> None:
    """Decide how many days the records of each kind are kept; what equals the default is not stored.

    Raises PeriodRefused for a kind that is kept for good, an unknown one, and a period shorter than a day.
    """
    by_key = {rule.key: rule for rule in rules()}
    for key, value in days.items():
        rule = by_key.get(key)
        if rule is None or rule.keep_days_default is None:
            raise PeriodRefused(
                _("“%(name)s” is kept for good: its period cannot be set.") % {"name": rule.name if rule else key}
            )
        if not 0 < value <= LONGEST:
            raise PeriodRefused(
                _("“%(name)s” must be kept for at least one day and at most %(longest)s days.")
                % {"name": rule.name, "longest": LONGEST}
            )
    before = {kept.rule.key: kept.days for kept in table()}
    changed = {key: [before[key], value] for key, value in days.items() if before[key] != value}
    for key in changed:
        value = days[key]
        if value == by_key[key].keep_days_default:
            RetentionPeriod.objects.filter(key=key).delete()
        else:
            RetentionPeriod.objects.update_or_create(key=key, defaults={"days": value})
    if changed:
        audit.record("core.retention_changed", at=at, actor=actor, changed=changed)


def purge(*, at: datetime) -> dict[str, int]:
    """Remove what is kept no longer; return how many rows of each kind went.

    A rule that fails is logged and does not stop the others: it is tried again by the next sweep.
    """
    gone: dict[str, int] = {}
    for kept in table():
        if kept.rule.purge is None or kept.days is None:
            continue
        try:
            with transaction.atomic():
                count = kept.rule.purge(at - timedelta(days=kept.days))
                if count:
                    audit.record("core.purged", at=at, kind=kept.rule.key, days=kept.days, count=count)
        except Exception:
            logger.exception("The purge of %s failed.", kept.rule.key)
            continue
        if count:
            gone[kept.rule.key] = count
    return gone
