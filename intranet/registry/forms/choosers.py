"""Choosing a person by name, where a plain list would hold thousands."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from intranet.people import keys
from intranet.people.models import Person

WHO_CHOOSES = ("registry.add_draft", "registry.change_draft", "registry.correct_certificate")


class PersonSearchForm(BaseFilterForm):
    """Finds people by the beginnings of their names, in any spelling."""

    q = forms.CharField(label=_("Surname or given name"), required=False, max_length=200)

    def filter(self, objects: QuerySet[Person]) -> QuerySet[Person]:
        query = self.cleaned_data.get("q", "")
        self.is_searching, self.search_query = bool(query), query
        for word in keys.search_words(query):
            objects = objects.filter(search_key__contains=word)
        return objects


class _Guarded:
    """Open to those who prepare or correct certificates: names are nobody else's business."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(request.user.has_perm(permission) for permission in WHO_CHOOSES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class _PeopleFound(_Guarded):
    filter_form_class = PersonSearchForm
    ordering = ("sort_key", "pk")

    @property
    def columns(self) -> list[Any]:
        title = self.title_column  # type: ignore[attr-defined]
        title.label = _("Full name")
        return [title, Column("email", label=_("E-mail"))]


class ChoosePersonView(_PeopleFound, chooser.ChooseView):
    """The whole of the window in which a person is chosen."""


class ChoosePersonResultsView(_PeopleFound, chooser.ChooseResultsView):
    """What a search in that window finds."""


class PersonChosenView(_Guarded, chooser.ChosenView):
    """The person that was chosen."""


class PeopleChosenView(_Guarded, chooser.ChosenMultipleView):
    """The people that were chosen, where several may be."""


class NobodyMadeView(chooser.CreateView):
    """People are not added here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied


class HolderChooserViewSet(ChooserViewSet):
    """Choose the holder of a certificate among the people of the institution."""

    model = Person
    name = "certificate_holder"
    url_prefix = "certificate-holder"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    choose_view_class = ChoosePersonView
    choose_results_view_class = ChoosePersonResultsView
    chosen_view_class = PersonChosenView
    chosen_multiple_view_class = PeopleChosenView
    create_view_class = NobodyMadeView
    register_widget = False
    per_page = 20
    form_fields: ClassVar[list[str]] = []


HOLDER_CHOOSER = HolderChooserViewSet()
