"""What an institution sets about a rule: the clause it stands in, and from when until when it applies."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.deadlines.models import RuleSetting
from intranet.deadlines.register import rules


class CannotSetRule(Refusal):
    """The setting contradicts itself, or there is no such rule."""


@transaction.atomic
def set_rule(
    *,
    rule_key: str,
    at: datetime,
    actor: Account | None = None,
    clause_document: str = "",
    clause_number: str = "",
    in_force_from: date | None = None,
    in_force_until: date | None = None,
) -> RuleSetting:
    """Set the clause and the dates of a rule; empty values give back what is declared in code.

    Raises CannotSetRule for an unknown rule and for an end that is not after the start.
    """
    if rule_key not in rules():
        raise CannotSetRule(_("There is no deadline rule “%(rule)s”.") % {"rule": rule_key})
    if in_force_from and in_force_until and in_force_until <= in_force_from:
        raise CannotSetRule(_("The rule must end after it starts."))
    values = {
        "clause_document": clause_document,
        "clause_number": clause_number,
        "in_force_from": in_force_from,
        "in_force_until": in_force_until,
    }
    setting, _made = RuleSetting.objects.update_or_create(rule_key=rule_key, defaults=values)
    audit.record(
        "deadlines.rule_set", at=at, actor=actor, subject=setting, **{k: str(v or "") for k, v in values.items()}
    )
    return setting
