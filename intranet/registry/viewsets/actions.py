"""Screens that confirm an action on a row of the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import FormView

from intranet.core import clock, screens
from intranet.core.refusals import Refusal
from intranet.registry.forms.actions import ReasonForm


class Screen(screens.Screen):
    """A screen of a viewset, below the list of its model."""

    model: type[Model]
    index_url_name: str | None = None

    def path_above(self) -> list[dict[str, Any]]:
        assert self.index_url_name is not None  # noqa: S101 - the viewset gives it
        return [{"url": reverse(self.index_url_name), "label": capfirst(str(self.model._meta.verbose_name_plural))}]


class ActionView(Screen, FormView):  # type: ignore[type-arg]
    """Say what an action does, ask for what it needs, do it as one operation."""

    permission: ClassVar[str]
    form_class: type[forms.Form] = ReasonForm
    template_name = "registry/admin/action.html"
    explanation: ClassVar[Any] = ""
    confirm_label: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    is_serious: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.row: Any = get_object_or_404(self.model, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.form_facts()}

    def form_facts(self) -> dict[str, Any]:
        """Return what the form needs to know of the row."""
        return {}

    def perform(self, form: Any) -> Any:
        """Call the operation."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the address that the person came from."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            result = self.perform(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.finish(form, result)

    def finish(self, form: Any, result: Any) -> HttpResponse:
        """Say what was done, and go on."""
        messages.success(self.request, str(self.done) % {"row": result if isinstance(result, Model) else self.row})
        return redirect(self.after(result))

    def after(self, result: Any) -> str:
        """Return where to go when it is done."""
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "row": self.row,
            "explanation": self.explanation,
            "confirm_label": self.confirm_label,
            "is_serious": self.is_serious,
            "back": self.back(),
        }

    def said(self, operation: Callable[..., Any], **what: Any) -> Any:
        """Call an operation at this moment, by this person."""
        return operation(at=clock.now(), actor=self.request.user, **what)
