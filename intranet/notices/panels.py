"""What the admin's home says about the post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from intranet.notices import queries


class StuckLetters(Component):
    """Letters that wait for a person's decision; says nothing where there are none."""

    name = "stuck_letters"
    template_name = "notices/admin/stuck_letters.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"post": queries.post_room()}
