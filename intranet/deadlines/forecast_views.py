"""“What goes out tomorrow” in the admin: looked up, and nothing told."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from intranet.core import clock
from intranet.core.access import holders_of
from intranet.deadlines.forecast import SHOWN, forecast
from intranet.notices.waiting import post

SEES_ALL = "notices.view_all_letters"
AHEAD = timedelta(days=366)


class DayForm(forms.Form):
    """The day to look at: today, or one of the year to come."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=AdminDateInput)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self._today <= day <= self._today + AHEAD:
            raise forms.ValidationError(_("Choose today or a day of the year to come."))
        return day


@holders_of(SEES_ALL)
def what_goes_out(request: HttpRequest) -> HttpResponse:
    """Show which deadlines speak on a day and to whom, and what waits in the post room."""
    at = clock.now()
    today = clock.date_of(at)
    form = DayForm(request.GET if "day" in request.GET else {"day": today + timedelta(days=1)}, today=today)
    title = _("What goes out tomorrow")
    context = {
        "form": form,
        "forecast": forecast(form.cleaned_data["day"]) if form.is_valid() else None,
        "shown": SHOWN,
        "post": post(at=at, on_date=today),
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "deadlines/admin/forecast.html", context)
