"""What the admin's home says to whoever edits and translates documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from intranet.core import clock, institution
from intranet.core.access import account_of
from intranet.documents.queries.coverage import coverage
from intranet.pages.views.importing.uploading import waiting_for


class EditorsWork(Component):
    """Says which files wait to be looked over, and how many clauses lack a translation; nothing where nothing does."""

    name = "editors_work"
    template_name = "pages/admin/editors_work.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        rows = coverage(institution.current().languages, clock.today())
        cells = [each for row in rows for each in row.languages]
        return {
            "files": waiting_for(account_of(parent_context["request"])).count(),
            "missing": sum(each.missing for each in cells),
            "stale": sum(each.stale for each in cells),
        }
