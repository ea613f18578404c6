"""Where the admin finds what belongs to job descriptions: the yearly count and the standard clauses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from intranet.core import institution
from intranet.pages.models import StandardClause
from intranet.pages.views.welsh_posts import VIEW, WelshPostsView


class StandardClauses(SnippetViewSet):
    model = StandardClause
    icon = "snippet"
    list_display = ("title",)
    search_fields = ("title", "text")


class WelshPostsMenuItem(MenuItem):
    """The count of posts, where the institution is under the Welsh language standards."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW)) and institution.current().profile.welsh_skills


def addresses() -> list[URLPattern]:
    return [path("reports/welsh-posts/", WelshPostsView.as_view(), name="welsh_posts")]


def report() -> MenuItem:
    return WelshPostsMenuItem(
        _("Posts by Welsh language category"), reverse("welsh_posts"), icon_name="clipboard-list", order=640
    )


register_snippet(StandardClauses)
