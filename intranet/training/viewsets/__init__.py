"""The "Training" part of the admin's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from intranet.training.viewsets.internships import ContractViewSet, InternshipViewSet
from intranet.training.viewsets.policies import KeptPolicy
from intranet.training.viewsets.runs import RunViewSet
from intranet.training.viewsets.words import CompetenceViewSet, DirectionViewSet

__all__ = ["KeptPolicy", "TrainingGroup"]


class TrainingGroup(ViewSetGroup):
    """Courses, internships, and the lists that programmes are described with."""

    menu_label = _("Training")
    menu_icon = "date"
    menu_order = 305
    items = (RunViewSet, InternshipViewSet, ContractViewSet, CompetenceViewSet, DirectionViewSet)
