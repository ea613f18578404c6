"""The institution's board in the admin, one deadline with its history, and waiving."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.deadlines import boards, operations, queries
from intranet.deadlines.forms import WaiverForm
from intranet.deadlines.histories import history_of
from intranet.deadlines.models import Deadline
from intranet.deadlines.register import rules
from intranet.deadlines.viewsets.screens import Screen

VIEW = "deadlines.view_deadline"
WAIVES = "deadlines.waive_deadline"
WRONG_WAIVER = gettext_lazy("Choose a reason from the list, and write the day as in 2026-02-14.")


class BoardView(Screen):
    """What the institution has to see to; filtered, a page at a time, without counting everything."""

    permission = VIEW
    template_name = "deadlines/admin/board.html"
    page_title = gettext_lazy("Deadlines")
    any_permission_required: ClassVar = ["view"]  # what shows the menu item

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on_date = clock.today()
        form = boards.InstitutionForm(self.request.GET, units=queries.all_units())
        form.is_valid()
        context = boards.shown(form, self.request.GET, form.scope(on_date), on_date)
        unfinished = any(row.is_unfinished for row in context["object_list"])
        if self.request.user.has_perm(WAIVES) and unfinished:
            context["waiver_form"] = WaiverForm()
        return {**super().get_context_data(**kwargs), **context}


class DeadlineInspectView(generic.InspectView):
    def get_object(self, queryset: Any = None) -> Deadline:
        return get_object_or_404(queries.known().select_related("responsible", "waived_by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on_date = clock.today()
        (shown,) = queries.shown([self.object], on_date)
        may_waive = self.request.user.has_perm(WAIVES)
        context: dict[str, Any] = super().get_context_data(
            deadline=self.object,
            shown=shown,
            how=boards.how_counted(self.object, on_date),
            history=history_of(self.object),
            waiver_form=WaiverForm() if may_waive and self.object.is_unfinished else None,
            may_take_back=may_waive and self.object.waived_at is not None,
            **kwargs,
        )
        context["fields"] = [field for field in context["fields"] if field["value"] not in {None, ""}]
        return context

    def get_page_title(self) -> str:
        return str(rules()[self.object.rule_key].name)

    def get_page_subtitle(self) -> str:
        return str(self.object.label)


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive a deadline with a reason, or take a waiver back: what the pressed button says."""
    if not request.user.has_perm(WAIVES):
        raise PermissionDenied
    deadline = get_object_or_404(queries.known(), pk=pk)
    at, actor = clock.now(), account_of(request)
    form = WaiverForm(request.POST)
    try:
        if "back" in request.POST:
            operations.unwaive(deadline=deadline, at=at, actor=actor)
            messages.success(request, _("The waiver was taken back: the deadline is to be met."))
        elif form.is_valid():
            operations.waive(deadline=deadline, **form.cleaned_data, at=at, on_date=clock.date_of(at), actor=actor)
            messages.success(request, _("The deadline was waived."))
        else:
            messages.error(request, WRONG_WAIVER)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("deadline:inspect", pk)


@require_POST
def waive_several(request: HttpRequest) -> HttpResponse:
    """Waive the deadlines that were ticked on the board, all for one reason or none at all."""
    if not request.user.has_perm(WAIVES):
        raise PermissionDenied
    at = clock.now()
    form = WaiverForm(request.POST)
    ticked = [int(each) for each in request.POST.getlist("deadline") if each.isascii() and each.isdecimal()]
    if not form.is_valid():
        messages.error(request, WRONG_WAIVER)
        return redirect("deadline:index")
    try:
        waived = operations.waive_several(
            deadlines=[pk for pk in ticked if pk < 2**63],
            **form.cleaned_data,
            at=at,
            on_date=clock.date_of(at),
            actor=account_of(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(number)d deadline was waived.", "%(number)d deadlines were waived.", waived)
        messages.success(request, text % {"number": waived})
    return redirect("deadline:index")


class DeadlineViewSet(ModelViewSet):
    model = Deadline
    icon = "time"
    menu_label = gettext_lazy("Board")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    index_view_class = BoardView
    inspect_view_class = DeadlineInspectView
    inspect_template_name = "deadlines/admin/deadline.html"
    inspect_view_fields: ClassVar = ["label", "anchor", "due_on", "responsible", "opened_on", "met_on", "lapsed_on"]
    exclude_form_fields: ClassVar[list[str]] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(BoardView), name="index"),
            path("waive/", waive_several, name="waive_several"),
            path("waive/<int:pk>/", waive, name="waive"),
            path("inspect/<str:pk>/", self.inspect_view, name="inspect"),
        ]
