"""The shared lists in the admin: directions and competences."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from intranet.core.operation_views import FlagColumn, OperationViewSet
from intranet.training.forms.words import COMPETENCE_PANELS, CompetenceForm, DirectionForm
from intranet.training.models import Competence, Direction
from intranet.training.queries import clause_of


def _clause(competence: Competence) -> str:
    return clause_of(competence).text


class DirectionViewSet(OperationViewSet):
    model = Direction
    form_class = DirectionForm
    icon = "tag"
    menu_label = _("Directions")
    list_display: ClassVar = ["__str__", "code", FlagColumn("is_retired", label=_("No longer offered"))]
    inspect_view_fields: ClassVar = ["names", "code", "position", "is_retired"]


class CompetenceViewSet(OperationViewSet):
    model = Competence
    form_class = CompetenceForm
    edit_handler = COMPETENCE_PANELS
    icon = "list-ul"
    menu_label = _("Competences")
    list_display: ClassVar = [
        "__str__",
        "code",
        Column("clause", label=_("Clause"), accessor=_clause),
        FlagColumn("is_retired", label=_("No longer offered")),
    ]
    inspect_view_fields: ClassVar = ["names", "code", "clause_document", "clause_number", "position", "is_retired"]
