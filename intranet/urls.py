"""Every address of the site. A Django view that no editor may move stands before Wagtail's own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from intranet.core import views as core
from intranet.notices.views import calendar
from intranet.pages.views import search_engines

# Wagtail has two sign-in pages of its own, which know neither the second factor nor the limit of attempts.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("", core.front_door, name="front_door"),
    path("brand.css", core.brand_css, name="brand_css"),
    path("favicon.ico", core.favicon, name="favicon"),
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", search_engines.sitemap, name="sitemap_of_a_section"),
    path("health/", core.health, name="health"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("admin/login/", to_sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("intranet.registry.api.urls")),
    re_path(r"^media/(?P<path>images/.+)$", core.picture, name="picture"),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("", include("intranet.registry.urls")),
        path("", include("intranet.training.urls")),
        path("", include("intranet.deadlines.urls")),
        path("", include("intranet.notices.urls")),
        path("", include("intranet.people.urls")),
        path("", include("intranet.pages.urls")),
        path("_util/login/", to_sign_in),
        path("", include(wagtail_urls)),
    ),
]

handler403 = "intranet.core.views.forbidden"
handler404 = "intranet.core.views.not_found"
handler500 = "intranet.core.views.server_error"
