"""New and vacant posts of a financial year by the four categories of Welsh skills, which the standards ask for."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from intranet.core import clock
from intranet.core.screens import Screen
from intranet.documents.rules.job_descriptions import financial_year
from intranet.pages.enums import Vacancy, WelshCategory
from intranet.pages.models import AdvertisedPost

VIEW = "pages.view_advertisedpost"
BOM = "\ufeff"  # a spreadsheet program reads the file as UTF-8 by it
FIRST_YEAR = 2000
YEARS = 6  # financial years to choose from


@dataclass(frozen=True)
class Line:
    """A category with its posts: new, vacant, and in all."""

    category: str
    new: int
    vacant: int

    @property
    def total(self) -> int:
        return self.new + self.vacant


class WelshPostsView(Screen, TemplateView):
    """The count of a year, the posts it is made of, and both as a CSV file."""

    template_name = "pages/admin/welsh_posts.html"
    page_title = _("Posts by Welsh language category")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "csv":
            return _as_csv(_posts(self.year), self.year)
        return super().get(request, *args, **kwargs)

    @property
    def year(self) -> tuple[date, date]:
        """Return the financial year that is asked for; what is no year is this one."""
        today = clock.today()
        asked = self.request.GET.get("year", "")
        this_year = financial_year(today)
        if not (asked.isascii() and asked.isdecimal() and len(asked) == len("2026")):
            return this_year
        first = int(asked)
        return financial_year(date(first, 4, 1)) if FIRST_YEAR <= first <= this_year[0].year else this_year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begins, ends = self.year
        posts = _posts((begins, ends))
        last = financial_year(clock.today())[0].year
        return {
            **super().get_context_data(**kwargs),
            "begins": begins,
            "ends": ends,
            "years": range(last, last - YEARS, -1),
            "lines": _lines(posts),
            "posts": posts,
        }


def _posts(year: tuple[date, date]) -> list[AdvertisedPost]:
    return list(AdvertisedPost.objects.filter(advertised_from__range=year))


def _lines(posts: list[AdvertisedPost]) -> list[Line]:
    """Count the posts; those of no category are a line of their own, so that none is missing from the sum."""
    counts = Counter((post.welsh_category, post.vacancy) for post in posts)
    categories = [*WelshCategory.choices, ("", gettext("no category recorded"))]
    lines = [
        Line(str(name), counts[key, Vacancy.NEW], sum(counts[key, kind] for kind in ("", Vacancy.VACANT)))
        for key, name in categories
    ]
    return [line for line, (key, _name) in zip(lines, categories, strict=True) if key or line.total]


def _as_csv(posts: list[AdvertisedPost], year: tuple[date, date]) -> HttpResponse:
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="posts-{year[0]}-{year[1]}.csv"'
    writer = csv.writer(response)
    writer.writerow(
        [gettext("Welsh language category"), gettext("new posts"), gettext("vacant posts"), gettext("in all")]
    )
    writer.writerows([line.category, line.new, line.vacant, line.total] for line in _lines(posts))
    writer.writerow([])
    writer.writerow(
        [gettext("post"), gettext("new or vacant"), gettext("Welsh language category"), gettext("advertised from")]
    )
    writer.writerows(
        [_plain(post.title), post.get_vacancy_display(), post.get_welsh_category_display(), post.advertised_from]
        for post in posts
    )
    return response


def _plain(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
