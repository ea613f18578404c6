"""The admin's table of what is kept how long."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.core import clock, retention
from intranet.core.access import holders_of
from intranet.core.models import Account
from intranet.core.refusals import Refusal


class PeriodsForm(forms.Form):
    """A number of days for each kind of record that is not kept for good."""

    def __init__(self, *args: object, table: list[retention.Kept], disabled: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for kept in table:
            if kept.days is not None:
                self.fields[kept.rule.key] = forms.IntegerField(
                    label=kept.rule.name,
                    min_value=1,
                    max_value=retention.LONGEST,
                    initial=kept.days,
                    disabled=disabled,
                    help_text=_("Days. The default is %(days)s.") % {"days": kept.rule.keep_days_default},
                )


@holders_of("core.view_retentionperiod")
def retention_table(request: HttpRequest) -> HttpResponse:
    """Show what is kept how long; those who may change it do so here."""
    may_change = request.user.has_perm("core.change_retentionperiod")
    table = retention.table()
    form = PeriodsForm(request.POST or None, table=table, disabled=not may_change)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        assert isinstance(request.user, Account)  # noqa: S101 - holders of a permission have an account
        if form.is_valid():
            try:
                retention.set_periods(days=form.cleaned_data, at=clock.now(), actor=request.user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The periods have been saved. The next sweep keeps to them."))
                return redirect("retention")
    title = _("What is kept how long")
    context = {
        "form": form,
        "for_good": [kept for kept in table if kept.days is None],
        "may_change": may_change,
        "header_title": title,
        "header_icon": "time",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "people/retention.html", context)
