"""The list that HR prints for people whom no letter reaches, and the button that says what was handed over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from intranet.core import clock, institution
from intranet.core.access import account_of, holders_of
from intranet.core.refusals import Refusal
from intranet.notices import operations, paper
from intranet.people.models import Unit

HANDS_OVER = "notices.hand_over_notice"


class PaperFilter(forms.Form):
    """Which notices: of what time and of which unit."""

    period = forms.ChoiceField(
        label=gettext_lazy("Written"),
        choices=[
            ("", gettext_lazy("at any time, and not handed over yet")),
            ("week", gettext_lazy("this week")),
            ("day", gettext_lazy("today")),
        ],
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("all units"),
    )

    def __init__(self, *args: Any, on_date: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = paper.units_with_staff(on_date)  # type: ignore[attr-defined]


class HandingOver(forms.Form):
    """When what was ticked was handed over."""

    handed_on = forms.DateField(
        label=gettext_lazy("Day of handing over"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@holders_of(HANDS_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_list(request: HttpRequest) -> HttpResponse:
    """Show what is to be told on paper, to print and to sign; record what was handed over."""
    at = clock.now()
    on_date = clock.date_of(at)
    if request.method == "POST":
        return _record(request, at, on_date)
    chosen = PaperFilter(request.GET or None, on_date=on_date)
    values = chosen.cleaned_data if chosen.is_valid() else {}
    unit = values.get("unit")
    notices = paper.to_hand_over(
        since=_since(values.get("period", ""), on_date),
        people=paper.people_of(unit, on_date) if unit else None,
    )
    sheets = paper.sheets(notices, on_date)
    context = {
        "chosen": chosen,
        "sheets": sheets,
        "is_cut": sum(len(addressee.slips) for sheet in sheets for addressee in sheet.people) >= paper.MOST,
        "most": paper.MOST,
        "printed_on": on_date,
        "handing_over": HandingOver(initial={"handed_on": on_date}),
    }
    return render(request, "notices/paper.html", context)


def _since(period: str, on_date: date) -> datetime | None:
    """Return the moment at which the chosen time begins, by the institution's clock."""
    days = {"day": 0, "week": on_date.weekday()}
    if period not in days:
        return None
    return datetime.combine(on_date - timedelta(days=days[period]), time(), tzinfo=institution.time_zone())


def _record(request: HttpRequest, at: datetime, on_date: date) -> HttpResponse:
    form = HandingOver(request.POST)
    back = redirect(f"{reverse('paper_list')}?{request.GET.urlencode()}" if request.GET else reverse("paper_list"))
    if not form.is_valid():
        messages.error(request, _("Give the day of handing over, for example 2026-02-14."))
        return back
    ticked = {
        int(text) for text in request.POST.getlist("notice") if text.isascii() and text.isdigit() and len(text) < 18
    }
    try:
        count = operations.hand_over(
            notices=ticked, **form.cleaned_data, at=at, on_date=on_date, actor=account_of(request)
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext(
            "Recorded: %(count)d notice was handed over on paper.",
            "Recorded: %(count)d notices were handed over on paper.",
            count,
        )
        messages.success(request, said % {"count": count})
    return back
