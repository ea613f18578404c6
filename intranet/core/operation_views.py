"""Wagtail admin screens whose every save is an operation: the form translates, the operation decides (law 3).

A package's ``forms.py`` subclasses ``OperationForm`` and says in ``perform`` which operation is called; its
``viewsets.py`` subclasses ``OperationViewSet`` with ``form_class``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import yesno
from django.utils.text import capfirst
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from intranet.core import clock
from intranet.core.dates import format_date
from intranet.core.languages import CODES, in_reader_language, reader_language
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.core.removing import remove


class OperationForm(WagtailAdminModelForm):
    """A model form that saves through an operation; uniqueness is the operation's to refuse, in a sentence."""

    def perform(self, *, at: datetime, actor: Account) -> Model:
        """Call the operation with what was typed and return the row."""
        raise NotImplementedError

    def validate_unique(self) -> None:
        """Leave it to the operation."""

    def validate_constraints(self) -> None:
        """Leave it to the operation."""

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None


class _Performs:
    """Save by the form's operation; its refusal becomes an error of the form."""

    form: OperationForm
    request: HttpRequest
    log_action: ClassVar[str]

    def save_instance(self) -> Model:
        at, actor = clock.now(), self.request.user
        assert isinstance(actor, Account)  # noqa: S101 - the admin lets nobody else in
        row = self.form.perform(at=at, actor=actor)
        log(instance=row, action=self.log_action, user=actor, timestamp=at)
        return row

    def form_valid(self, form: OperationForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]
        return response


class OperationCreateView(_Performs, generic.CreateView):
    log_action = "wagtail.create"


class OperationEditView(_Performs, generic.EditView):
    log_action = "wagtail.edit"


class OperationDeleteView(generic.DeleteView):
    """Remove what was entered by mistake, unless something leans on it."""

    def get_usage(self) -> None:
        """Leave it to the operation, which names what leans on the row."""
        return

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.usage_url = None
        return super().get_context_data(**kwargs)  # type: ignore[no-any-return]

    def delete_action(self) -> None:
        remove(row=self.object, at=clock.now(), actor=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[no-any-return]
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())


class KeyedIndexView(generic.IndexView):
    """A list searched by the folded words of ``search_by``, in any spelling."""

    search_by: tuple[str, ...] = ()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.is_searching and self.search_fields):
            return queryset
        return self.find(queryset, self.search_query)

    def find(self, queryset: QuerySet[Any], query: str) -> QuerySet[Any]:
        """Return the rows that a query finds."""
        raise NotImplementedError


class LegalDateColumn(Column):
    """A date written out in the reader's language: a legal date is a day, not "two years ago"."""

    def get_value(self, instance: Model) -> str:
        day = super().get_value(instance)
        return format_date(day, reader_language()) if day else ""


class FlagColumn(Column):
    """A yes where something is so, and nothing where it is not: that an entry is still offered is no fault."""

    def get_value(self, instance: Model) -> str:
        return yes_or_no(True) if super().get_value(instance) else ""


class FilledInspectView(generic.InspectView):
    """A row as words: what was left empty is left out, and a text per language is shown in the reader's."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.fields: list[str] = [name for name in self.fields if not _is_empty(getattr(self.object, name, True))]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return in_words(super().get_field_display_value(field_name, field))


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | dict | list | tuple) and not value)


def in_words(value: Any) -> Any:
    """Return a value as a reader is shown it: yes or no, a text in their language, the parts of a structure."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, Mapping):
        if value and set(value) <= set(CODES):
            return in_words(in_reader_language(dict(value)))
        return "; ".join(f"{name}: {in_words(each)}" for name, each in value.items() if not _is_empty(each))
    if isinstance(value, list | tuple):
        return "; ".join(str(in_words(each)) for each in value if not _is_empty(each))
    return value


def yes_or_no(value: bool) -> str:
    """Return Yes or No in the reader's language."""
    return str(capfirst(str(yesno(value))))


class OperationViewSet(ModelViewSet):
    """Lists, adds, changes and removes rows of a model, each by its operation; readers inspect."""

    form_class: type[OperationForm]
    add_view_class = OperationCreateView
    edit_view_class = OperationEditView
    delete_view_class = OperationDeleteView
    inspect_view_class = FilledInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    list_per_page = 50
    add_to_admin_menu = False

    def get_form_class(self, for_update: bool = False) -> type[OperationForm]:
        return self.form_class


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody, a superuser included, adds, changes or deletes such rows in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and self._may_view(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self._may_view(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Model) -> bool:
        return self.user_has_any_permission(user, actions)

    def _may_view(self, user: Any) -> bool:
        options = self.model._meta
        return bool(user.has_perm(f"{options.app_label}.{get_permission_codename('view', options)}"))
