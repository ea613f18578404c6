"""What an operation refuses in Wagtail's own screens, said there in a sentence; nothing half done stays behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.utils import get_valid_next_url_from_request

from intranet.core.refusals import Refusal
from intranet.pages.publishing.told import hearing

View = Callable[..., HttpResponse]

EDITING = ("wagtailadmin_pages:edit", "wagtailadmin_pages:add")
# Wagtail's screens that publish, take down, move or delete pages; ours call operations and translate themselves.
WATCHED = (
    "wagtailadmin_pages:", "wagtailadmin_api:", "wagtail_bulk_action", "wagtail_localize:", "wagtaillocales:",
)  # fmt: skip


class RefusalsInTheAdmin:
    """Runs Wagtail's writing views in a transaction of their own and turns a refusal into a message.

    An editor's text is never lost by it: what was to be published is saved as a draft instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.method in {"GET", "HEAD"} or match is None or not match.view_name.startswith(WATCHED):
            return None
        try:
            return _rendered(view, request, args, kwargs)
        except (Refusal, ValidationError) as refusal:
            return _refused(request, view, args, kwargs, _sentence(refusal))


def _rendered(view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
    with hearing() as refusals, transaction.atomic():
        response = view(request, *args, **kwargs)
        # what is published once the transaction is over has been refused or done here
    if refusals:
        _say_instead_of_success(request, refusals)
    return response


def _say_instead_of_success(request: HttpRequest, refusals: list[str]) -> None:
    """Say what was refused, and not that all went well."""
    said = [each for each in messages.get_messages(request) if each.level != messages.SUCCESS]
    for each in said:
        messages.add_message(request, each.level, each.message, each.extra_tags)
    for sentence in refusals:
        messages.error(request, sentence)


def _sentence(refusal: Refusal | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _refused(
    request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any], sentence: str
) -> HttpResponse:
    assert request.resolver_match is not None  # noqa: S101 - a view was found
    name = request.resolver_match.view_name
    if name.startswith("wagtailadmin_api:") or request.content_type == "application/json":
        return JsonResponse({"detail": sentence}, status=422)
    if name in EDITING and any(field.startswith("action-") for field in request.POST):
        kept = request.POST.copy()
        for field in [field for field in kept if field.startswith("action-")]:
            del kept[field]
        request.POST = kept  # type: ignore[assignment]
        response = _rendered(view, request, args, kwargs)
        messages.error(request, sentence)
        return response
    messages.error(request, sentence)
    target = get_valid_next_url_from_request(request) or _screen_of(kwargs)
    if name.endswith(("workflow_action", "collect_workflow_action_data")):
        return JsonResponse({"step": "success", "redirect": target})
    return redirect(target)


def _screen_of(kwargs: dict[str, Any]) -> str:
    """Return where the message is read: on the page that it is about, else at the top of the tree."""
    page = kwargs.get("page_id") or kwargs.get("page_to_move_id")
    return reverse("wagtailadmin_pages:edit", args=[page]) if page else reverse("wagtailadmin_explore_root")
