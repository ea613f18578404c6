"""The "Documents kept" group of the admin's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from intranet.documents.viewsets.assigning import AssignmentViewSet, ReadingPolicyViewSet
from intranet.documents.viewsets.caring import CareViewSet
from intranet.documents.viewsets.reading import ReadingViewSet


class DocumentsGroup(ViewSetGroup):
    """Who answers for the documents that the pages publish, and who has read them."""

    menu_label = _("Reading and review")
    menu_icon = "doc-full"
    menu_order = 240
    items = (ReadingViewSet, AssignmentViewSet, CareViewSet("document_care"), ReadingPolicyViewSet)
