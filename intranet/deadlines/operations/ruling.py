"""What an institution sets about a rule: a further version, which applies from a day on (law 7: none is edited)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.deadlines.models import RuleVersion
from intranet.deadlines.queries import newest, versions_of
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Parameters, Rule
from intranet.deadlines.rules.parameters import as_json, contradiction, stops_applying


class CannotSetRule(Refusal):
    """The values contradict themselves, or the change does not say what it must."""


def set_rule(
    *,
    rule_key: str,
    parameters: Parameters,
    valid_from: date,
    reason: str,
    at: datetime,
    on_date: date,
    actor: Account | None = None,
    order: str = "",
    based_on: int | None = None,
) -> RuleVersion:
    """Give a rule new values from ``valid_from`` on; the sweep moves, opens and closes its deadlines by them.

    ``based_on`` is the number of the version that was looked at. Raises CannotSetRule for an unknown rule, values that
    contradict themselves or change nothing, a day that is past or before that of an earlier change, a missing reason,
    a required rule given up without an order, and a change made by somebody else meanwhile.
    """
    rule, number = check_rule(
        rule_key=rule_key,
        parameters=parameters,
        valid_from=valid_from,
        reason=reason,
        order=order,
        based_on=based_on,
        on_date=on_date,
    )
    try:
        with transaction.atomic():
            return _keep(rule, number + 1, parameters, valid_from, reason=reason, order=order, at=at, actor=actor)
    except IntegrityError as error:
        raise CannotSetRule(
            _("Somebody else has changed this rule meanwhile. Look at its new values and start again.")
        ) from error


def check_rule(
    *,
    rule_key: str,
    parameters: Parameters,
    valid_from: date,
    reason: str,
    on_date: date,
    order: str = "",
    based_on: int | None = None,
) -> tuple[Rule, int]:
    """Refuse what ``set_rule`` refuses, and change nothing; return the rule and the number of its latest version."""
    if rule_key not in rules():
        raise CannotSetRule(_("There is no deadline rule “%(rule)s”.") % {"rule": rule_key})
    rule = rules()[rule_key]
    number, before = newest(rule)
    if based_on is not None and based_on != number:
        raise CannotSetRule(_("Somebody else has changed this rule meanwhile. Look at its new values and start again."))
    _refuse_contradictions(parameters, before)
    _refuse_days(rule, valid_from, on_date)
    if not reason:
        raise CannotSetRule(_("Say why the rule is changed: the history keeps the reason."))
    if rule.is_required and stops_applying(parameters, on_date=valid_from) and not order:
        raise CannotSetRule(
            _("The source demands this rule of every institution. To give it up, name the order that says so.")
        )
    return rule, number


def _keep(
    rule: Rule,
    number: int,
    parameters: Parameters,
    valid_from: date,
    *,
    reason: str,
    order: str,
    at: datetime,
    actor: Account | None,
) -> RuleVersion:
    version = RuleVersion.objects.create(
        rule_key=rule.key,
        number=number,
        valid_from=valid_from,
        parameters=as_json(parameters),
        reason=reason,
        order=order,
        made_at=at,
        made_by=actor,
    )
    audit.record(
        "deadlines.rule_set",
        at=at,
        actor=actor,
        subject=version,
        rule=rule.key,
        version=number,
        valid_from=valid_from.isoformat(),
        reason=reason,
        order=order,
        parameters=version.parameters,
    )
    return version


def _refuse_contradictions(parameters: Parameters, before: Parameters) -> None:
    wrong = contradiction(parameters)
    if wrong == "ends_before_it_starts":
        raise CannotSetRule(_("The rule must end after it starts."))
    if wrong == "same_step_twice":
        raise CannotSetRule(_("A reminder or an escalation is listed twice. Leave one of the two."))
    if wrong is not None:
        raise CannotSetRule(_("A number of days is too large. No term of a rule is longer than a hundred years."))
    if parameters == before:
        raise CannotSetRule(_("Nothing was changed, so there is nothing to save."))


def _refuse_days(rule: Rule, valid_from: date, on_date: date) -> None:
    if valid_from < on_date:
        raise CannotSetRule(_("A change applies from today or from a later day: what is past is not counted anew."))
    last = versions_of(rule.key).first()
    if last is not None and valid_from < last.valid_from:
        raise CannotSetRule(
            _("A change that applies from %(day)s is already kept. A further one must not apply before it.")
            % {"day": format_date(last.valid_from, reader_language())}
        )
