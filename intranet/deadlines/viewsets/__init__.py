"""The board of deadlines and the rules behind it, in the admin."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from intranet.deadlines.viewsets.boards import DeadlineViewSet
from intranet.deadlines.viewsets.ruling import RulesViewSet

__all__ = ["DeadlinesGroup"]


class DeadlinesGroup(ViewSetGroup):
    menu_label = gettext_lazy("Deadlines")
    menu_icon = "time"
    menu_order = 250
    items = (DeadlineViewSet("deadline"), RulesViewSet("deadline_rule"))
