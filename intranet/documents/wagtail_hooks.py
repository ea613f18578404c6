"""What the documents' room adds to the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from intranet.documents.models import Document
from intranet.documents.viewsets import DocumentsGroup
from intranet.documents.viewsets.caring import CarePolicy

register_permission_policy(Document, CarePolicy(Document))


@hooks.register("register_admin_viewset")
def documents_in_the_menu() -> ViewSetGroup:
    return DocumentsGroup()
