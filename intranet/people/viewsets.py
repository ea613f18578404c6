"""The "People" group of the admin's menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.core.operation_views import FilledInspectView, KeyedIndexView, LegalDateColumn, OperationViewSet
from intranet.people import keys
from intranet.people.forms import (
    AppointmentForm,
    InspectorTermForm,
    PersonForm,
    PostForm,
    SubstitutionForm,
    TrainingForPostForm,
    UnitForm,
)
from intranet.people.models import (
    Appointment,
    InspectorTerm,
    Person,
    Post,
    SignIn,
    Substitution,
    TrainingForPost,
    Unit,
)


class SearchKeyIndexView(KeyedIndexView):
    """Searched by the search keys of the row and of what it points at."""

    def find(self, queryset: QuerySet[Any], query: str) -> QuerySet[Any]:
        for word in keys.search_words(query):
            condition = Q()
            for field in self.search_fields:
                condition |= Q(**{f"{field}__contains": word})
            queryset = queryset.filter(condition)
        return queryset


class BranchColumn(TitleColumn):
    """A unit's name, indented by its depth in the tree."""

    def get_value(self, instance: Unit) -> str:
        return f"{'— ' * instance.depth}{instance}"


class UnitIndexView(SearchKeyIndexView):
    def _get_title_column(self, field_name: str, column_class: Any = BranchColumn, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, BranchColumn, **kwargs)


class UnitViewSet(OperationViewSet):
    model = Unit
    form_class = UnitForm
    index_view_class = UnitIndexView
    icon = "list-ul"
    menu_label = _("Units")
    list_display: ClassVar = ["__str__", Column("code", label=_("Code"))]
    search_fields: ClassVar = ["search_key"]
    ordering: ClassVar = ["tree_key", "pk"]
    inspect_view_fields: ClassVar = ["names", "parent", "code"]


class PostViewSet(OperationViewSet):
    model = Post
    form_class = PostForm
    index_view_class = SearchKeyIndexView
    icon = "clipboard-list"
    menu_label = _("Posts")
    list_display: ClassVar = ["__str__", Column("unit", label=_("Unit")), "kind", "category"]
    list_filter: ClassVar = ["unit", "kind", "category"]
    search_fields: ClassVar = ["search_key", "unit__search_key"]
    ordering: ClassVar = ["sort_key", "pk"]
    inspect_view_fields: ClassVar = ["titles", "unit", "kind", "category", "code", "reports_to"]


class PersonViewSet(OperationViewSet):
    model = Person
    form_class = PersonForm
    index_view_class = SearchKeyIndexView
    icon = "user"
    menu_label = _("People")
    list_display: ClassVar = [
        "__str__",
        Column("email", label=_("E-mail")),
        Column("phone", label=_("Telephone")),
        Column("account", label=_("Account")),
    ]
    search_fields: ClassVar = ["search_key"]
    ordering: ClassVar = ["sort_key", "pk"]
    inspect_view_fields: ClassVar = ["surname", "given_name", "patronymic", "email", "phone", "language", "account"]


class AppointmentViewSet(OperationViewSet):
    model = Appointment
    form_class = AppointmentForm
    index_view_class = SearchKeyIndexView
    icon = "calendar-check"
    menu_label = _("Appointments")
    list_display: ClassVar = [
        TitleColumn("person", label=_("Person"), accessor="person", url_name="appointment:edit"),
        Column("post", label=_("Post")),
        LegalDateColumn("since", label=_("From"), sort_key="since"),
        LegalDateColumn("until", label=_("Until"), sort_key="until"),
        Column("order_number", label=_("Order")),
    ]
    search_fields: ClassVar = ["person__search_key", "post__search_key"]
    inspect_view_fields: ClassVar = ["person", "post", "since", "until", "order_number", "order_date"]


class SubstitutionViewSet(OperationViewSet):
    model = Substitution
    form_class = SubstitutionForm
    index_view_class = SearchKeyIndexView
    icon = "group"
    menu_label = _("Substitutions")
    list_display: ClassVar = [
        "absent",
        Column("substitute", label=_("Substitute")),
        LegalDateColumn("since", label=_("From"), sort_key="since"),
        LegalDateColumn("until", label=_("Until"), sort_key="until"),
    ]
    search_fields: ClassVar = ["absent__search_key", "substitute__search_key"]
    inspect_view_fields: ClassVar = ["absent", "substitute", "since", "until", "order_number"]


class TrainingForPostViewSet(OperationViewSet):
    """Leaders newly appointed who were trained for the post within two years (CPD-08)."""

    model = TrainingForPost
    form_class = TrainingForPostForm
    index_view_class = SearchKeyIndexView
    icon = "crosshairs"
    menu_label = _("Training for leading posts")
    list_display: ClassVar = [
        TitleColumn("person", label=_("Person"), accessor="appointment.person", url_name="trainingforpost:edit"),
        Column("post", label=_("Post"), accessor="appointment.post"),
        Column("document_number", label=_("Document")),
        LegalDateColumn("document_date", label=_("Date"), sort_key="document_date"),
    ]
    search_fields: ClassVar = ["appointment__person__search_key"]
    inspect_view_fields: ClassVar = ["appointment", "document_number", "document_date", "provider"]


class InspectorTermViewSet(OperationViewSet):
    model = InspectorTerm
    form_class = InspectorTermForm
    icon = "view"
    menu_label = _("Inspectors’ terms")
    list_display: ClassVar = [
        "account",
        LegalDateColumn("since", label=_("From"), sort_key="since"),
        LegalDateColumn("until", label=_("Until"), sort_key="until"),
        Column("basis", label=_("Basis")),
    ]
    inspect_view_fields: ClassVar = ["account", "since", "until", "basis"]


class SignInViewSet(ModelViewSet):
    """The sign-in log: read, never written here."""

    model = SignIn
    icon = "history"
    menu_label = _("Sign-in log")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    exclude_form_fields: ClassVar[list[str]] = []
    list_display: ClassVar = [
        "account",
        DateColumn("at", label=_("Time"), sort_key="at"),
        Column("address", label=_("Network address")),
    ]
    list_filter: ClassVar = ["account"]
    inspect_view_class = FilledInspectView
    inspect_view_fields: ClassVar = ["account", "at", "address"]


class PeopleGroup(ViewSetGroup):
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 300
    items = (
        PersonViewSet,
        AppointmentViewSet,
        SubstitutionViewSet,
        PostViewSet,
        UnitViewSet,
        TrainingForPostViewSet,
        InspectorTermViewSet,
        SignInViewSet,
    )
