"""The rules in the admin: how each applies today, its versions, and changing one after seeing what that would do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.languages import reader_language
from intranet.core.refusals import Refusal
from intranet.core.terms import Calendar
from intranet.deadlines import operations, queries, wording
from intranet.deadlines.clauses import link_to
from intranet.deadlines.describing import changes, described
from intranet.deadlines.forms import (
    EscalationFormSet,
    RuleForm,
    StepFormSet,
    initial_escalations,
    initial_of,
    initial_steps,
    typed_parameters,
)
from intranet.deadlines.queries.previewing import preview, real_subjects
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Parameters, Rule, declared
from intranet.deadlines.rules.explaining import count
from intranet.deadlines.rules.parameters import from_json
from intranet.deadlines.rules.vectors import VECTORS
from intranet.deadlines.viewsets.screens import Screen, menu_item_for

VIEW = "deadlines.view_ruleversion"
SETS = "deadlines.set_rule"
NOT_ENTERED = {"csrfmiddlewaretoken", "keep", "back"}


class RulesView(Screen):
    """Every rule that the code declares, and how the institution applies it today."""

    permission = VIEW
    template_name = "deadlines/admin/rules.html"
    page_title = gettext_lazy("Deadline rules")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on_date, language = clock.today(), reader_language()
        values = queries.parameters_on(on_date)
        listed = [
            {
                "rule": rule,
                "name": str(rule.name),
                "clause": link_to(rule.clause, language),
                "term": wording.offset(rule.term),
                "is_applied": values[key].in_force_on(on_date),
            }
            for key, rule in queries.rules_as_set(on_date).items()
        ]
        return {**super().get_context_data(**kwargs), "rules": sorted(listed, key=lambda each: each["rule"].source)}


class RuleScreen(Screen):
    """A screen about one rule."""

    above = ("deadline_rule:index", gettext_lazy("Deadline rules"))
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.rule: Rule = rules()[kwargs["rule_key"]]
        except KeyError as error:
            raise Http404 from error

    def get_page_title(self) -> str:
        return str(self.rule.name)


class RuleView(RuleScreen):
    """One rule in words, and every version that it has had."""

    permission = VIEW
    template_name = "deadlines/admin/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on_date = clock.today()
        values = queries.parameters_on(on_date)[self.rule.key]
        return {
            **super().get_context_data(**kwargs),
            "rule": self.rule,
            "clause": link_to(values.clause, reader_language()),
            "is_applied": values.in_force_on(on_date),
            "values": described(values),
            "versions": self._versions(),
            "declared": described(declared(self.rule)),
            "may_set": self.request.user.has_perm(SETS),
        }

    def _versions(self) -> list[dict[str, Any]]:
        """Return the versions, the latest first, each with what it changed."""
        found, before = [], declared(self.rule)
        for version in reversed(queries.versions_of(self.rule.key)):
            after = from_json(version.parameters)
            found.append({"version": version, "changes": changes(before, after)})
            before = after
        return found[::-1]


class ChangeView(RuleScreen):
    """Type other values; see what they would do; keep them."""

    permission = SETS
    template_name = "deadlines/admin/change_rule.html"
    preview_template_name = "deadlines/admin/preview_rule.html"

    def get_page_subtitle(self) -> str:
        return _("Change the rule")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            number, values = queries.newest(self.rule)
            kwargs["form"] = RuleForm(
                initial=initial_of(values, valid_from=clock.today(), based_on=number), chosen=values.clause
            )
            kwargs["steps"] = StepFormSet(initial=initial_steps(values), prefix="steps")
            kwargs["escalations"] = EscalationFormSet(initial=initial_escalations(values), prefix="escalations")
        form = kwargs["form"]
        kwargs["fieldsets"] = {name: [form[field] for field in fields] for name, fields in RuleForm.groups.items()}
        return {**super().get_context_data(**kwargs), "rule": self.rule}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _number, before = queries.newest(self.rule)
        form = RuleForm(request.POST, chosen=before.clause)
        steps = StepFormSet(request.POST, prefix="steps")
        escalations = EscalationFormSet(request.POST, prefix="escalations")
        typed = {"form": form, "steps": steps, "escalations": escalations}
        if not all([form.is_valid(), steps.is_valid(), escalations.is_valid()]):
            return self.render_to_response(self.get_context_data(**typed))
        values = typed_parameters(form, steps, escalations)
        if "back" in request.POST:
            return self.render_to_response(self.get_context_data(**typed))
        try:
            return self._keep(form, values) if "keep" in request.POST else self._show(typed, before, values)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(**typed))

    def _keep(self, form: RuleForm, values: Parameters) -> HttpResponse:
        at = clock.now()
        operations.set_rule(
            **self._change(form, values), at=at, on_date=clock.date_of(at), actor=account_of(self.request)
        )
        messages.success(
            self.request,
            _("The change is kept. The next sweep, within minutes of the day it applies from, acts on it."),
        )
        return redirect("deadline_rule:rule", self.rule.key)

    def _change(self, form: RuleForm, values: Parameters) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "rule_key": self.rule.key,
            "parameters": values,
            **{name: data[name] for name in ("valid_from", "reason", "order", "based_on")},
        }

    def _show(self, typed: dict[str, Any], before: Parameters, values: Parameters) -> HttpResponse:
        """Show what the change would do; a change that would be refused is refused here already."""
        at = clock.now()
        on_date = clock.date_of(at)
        operations.check_rule(**self._change(typed["form"], values), on_date=on_date)
        self.template_name = self.preview_template_name
        return self.render_to_response(
            self.get_context_data(
                **typed,
                changes=changes(before, values),
                preview=preview(self.rule, values, max(on_date, typed["form"].cleaned_data["valid_from"])),
                subjects=_shown_subjects(self.rule, before, values),
                vectors=_shown_vectors(values),
                entered=[each for each in self.request.POST.items() if each[0] not in NOT_ENTERED],
            )
        )


def _shown_subjects(rule: Rule, before: Parameters, after: Parameters) -> list[dict[str, Any]]:
    return [
        {"label": label, "before": was.due_on, "after": will.due_on, "how": wording.how_counted(will)}
        for label, was, will in real_subjects(rule, before, after)
    ]


def _shown_vectors(values: Parameters) -> list[dict[str, Any]]:
    """Return the catalogue's examples, and what this rule makes of the same days; neither knows holidays."""
    days = Calendar()

    def by_rule(anchor: date) -> date:
        return count(anchor, values.term, days).due_on

    return [
        {"anchor": anchor, "term": wording.offset(term), "due_on": due_on, "by_rule": by_rule(anchor)}
        for anchor, term, due_on in VECTORS
    ]


class RulesViewSet(ViewSet):
    icon = "clipboard-list"
    menu_label = gettext_lazy("Rules")
    menu_item_class = menu_item_for(VIEW)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(RulesView), name="index"),
            path("<str:rule_key>/", self.construct_view(RuleView), name="rule"),
            path("<str:rule_key>/change/", self.construct_view(ChangeView), name="change"),
        ]
