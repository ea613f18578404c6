"""Items of the admin's menu that only those see who may use what they lead to."""

from __future__ import annotations

from typing import ClassVar

from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """An item for those who hold a right."""

    permission: ClassVar[str]

    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(self.permission)
