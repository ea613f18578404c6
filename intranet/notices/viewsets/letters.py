"""The post room in the admin: one's own letters, or everybody's for those who may see them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from intranet.core import clock
from intranet.core.models import Account
from intranet.core.operation_views import ReadOnlyPolicy
from intranet.core.refusals import Refusal
from intranet.notices import operations, queries
from intranet.notices.enums import LetterState
from intranet.notices.masking import for_others
from intranet.notices.models import Letter

SEES_ALL = "notices.view_all_letters"
SENDS_AGAIN = "notices.resend_letter"
SHOWN = 200


class PostRoomPolicy(ReadOnlyPolicy):
    """Everybody in the admin sees letters, namely their own; nobody writes or deletes one by hand."""

    def _may_view(self, user: Any) -> bool:
        return bool(user.is_active)


def visible_to(account: Any) -> QuerySet[Letter]:
    """Return the letters that an account may see."""
    found = queries.letters()
    return found if account.has_perm(SEES_ALL) else found.filter(recipient__account=account)


class StateColumn(Column):
    def get_value(self, instance: Letter) -> str:
        return instance.get_state_display()


class LetterIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Letter]:
        return visible_to(self.request.user)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if self.request.user.has_perm(SENDS_AGAIN):
            again = Button(_("Send several again"), url=reverse("letter:again"), icon_name="mail", priority=30)
            buttons.append(again)
        return buttons


class LetterInspectView(generic.InspectView):
    def get_object(self, queryset: Any = None) -> Letter:
        return get_object_or_404(visible_to(self.request.user), pk=self.kwargs[self.pk_url_kwarg])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_decide = self.request.user.has_perm(SENDS_AGAIN)
        context: dict[str, Any] = super().get_context_data(
            letter=self.object,
            text=self._text(),
            lead_language=self.object.languages.split("+")[0],
            to_be_decided=may_decide and self.object.waits_for_a_decision,
            to_be_sent_again=may_decide and self.object.can_be_sent_again and bool(self.object.text),
            history=queries.history_of(self.object),
            **kwargs,
        )
        context["fields"] = [field for field in context["fields"] if field["value"] not in {None, ""}]
        return context

    def _text(self) -> str:
        """Return the letter's text; to others than its recipient without the addresses that let one in."""
        recipient = self.object.recipient
        is_own = recipient is not None and recipient.account_id == self.request.user.pk
        return str(self.object.text) if is_own else for_others(self.object.text)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a stuck letter again, or leave it as it is: what the pressed button says."""
    if not request.user.has_perm(SENDS_AGAIN):
        raise PermissionDenied
    letter = get_object_or_404(visible_to(request.user), pk=pk)
    assert isinstance(request.user, Account)  # noqa: S101 - the admin lets nobody else in
    decision = operations.send_again if "again" in request.POST else operations.set_aside
    try:
        decision(letter=letter, at=clock.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Recorded. A letter to be sent again goes out with the next sweep."))
    return redirect("letter:inspect", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Choose among the letters that were given up or came back, and send the chosen ones again."""
    if not request.user.has_perm(SENDS_AGAIN):
        raise PermissionDenied
    if request.method == "POST":
        assert isinstance(request.user, Account)  # noqa: S101 - the admin lets nobody else in
        chosen = [int(each) for each in request.POST.getlist("letter") if each.isascii() and each.isdigit()][:SHOWN]
        chosen = [each for each in chosen if each < 2**63]
        queued, left = operations.send_all_again(letters=chosen, at=clock.now(), actor=request.user)
        _tell_what_was_done(request, queued, left)
        return redirect("letter:again")
    rows = list(visible_to(request.user).filter(state__in=[LetterState.DEAD, LetterState.BOUNCED])[: SHOWN + 1])
    title = _("Send several letters again")
    crumbs = [{"url": reverse("letter:index"), "label": _("Post room")}, {"url": "", "label": title}]
    context = {
        "letters": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": crumbs,
    }
    return render(request, "notices/admin/again.html", context)


def _tell_what_was_done(request: HttpRequest, queued: int, left: int) -> None:
    if queued:
        messages.success(
            request,
            ngettext(
                "%(count)d letter goes out again with the next sweep.",
                "%(count)d letters go out again with the next sweep.",
                queued,
            )
            % {"count": queued},
        )
    if left:
        messages.warning(
            request,
            ngettext(
                "%(count)d letter stays: its address fails, its text is no longer kept, or it was dealt with "
                "meanwhile.",
                "%(count)d letters stay: their addresses fail, their texts are no longer kept, or they were dealt with "
                "meanwhile.",
                left,
            )
            % {"count": left},
        )
    if not queued and not left:
        messages.error(request, _("No letter was chosen."))


class LetterViewSet(ModelViewSet):
    model = Letter
    icon = "mail"
    menu_label = gettext_lazy("Post room")
    menu_order = 700
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    index_view_class = LetterIndexView
    inspect_view_class = LetterInspectView
    inspect_template_name = "notices/admin/letter.html"
    list_per_page = 50
    list_display: ClassVar = [
        "subject",
        Column("recipient", label=gettext_lazy("Recipient")),
        StateColumn("state", label=gettext_lazy("State"), sort_key="state"),
        DateColumn("created_at", label=gettext_lazy("Written"), sort_key="created_at"),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]
    list_filter: ClassVar = ["state", "created_at"]
    ordering: ClassVar = ["-created_at", "-pk"]
    exclude_form_fields: ClassVar[list[str]] = []
    inspect_view_fields: ClassVar = [
        "recipient",
        "address",
        "languages",
        "state",
        "attempts",
        "last_error",
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("decide/<int:pk>/", decide, name="decide"),
            path("again/", again, name="again"),
        ]
