"""“What is wanting”: the list that an editor works down before a page may be published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from intranet.core import clock
from intranet.pages.publishing.wanting import Wanting, of_page


class WantingPanel(Panel):
    """Shows what is wanting in the draft as it was saved last."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("What is wanting"), "icon": "tasks", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/wanting_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            findings = of_page(page, on_date=clock.today()) if page.pk else []
            context["is_saved"] = bool(page.pk)
            context["findings"] = [(finding, self._place(finding)) for finding in findings]
            context["is_ready"] = not any(finding.refuses for finding in findings)
            return context

        def _place(self, finding: Wanting) -> str:
            """Return the name of the field that a finding is about."""
            if not finding.field:
                return ""
            names = {field.name: field for field in self.instance._meta.get_fields()}
            return str(getattr(names.get(finding.field), "verbose_name", ""))
