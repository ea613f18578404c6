"""What the admin's home says about the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from intranet.core import clock, institution
from intranet.registry.queries.work import annulments_to_decide, work_counts


class IssuingLocked(Component):
    """Warns that nothing can be issued after a restore until the register has been compared."""

    name = "issuing_locked"
    template_name = "registry/admin/locked.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        since = institution.current().issuing_locked_since
        return {
            "since": clock.date_of(since) if since else None,
            "may_unlock": parent_context["request"].user.has_perm("registry.unlock_issuing"),
        }


class Work(Component):
    """Says what waits for those who issue: drafts, certificates not public yet, and those held back (REG-01)."""

    name = "register_work"
    template_name = "registry/admin/work.html"
    order = 30

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        counts = work_counts()
        return {
            "drafts": counts.drafts,
            "waiting": counts.unpublished - counts.held_back,
            "held_back": counts.held_back,
        }


class AnnulmentsAsked(Component):
    """Says how many annulments wait for this person's decision (REG-09)."""

    name = "annulments_asked"
    template_name = "registry/admin/annulments_asked.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"count": annulments_to_decide(parent_context["request"].user.pk)}
