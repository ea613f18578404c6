"""The feed of the regulations' new editions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.core import clock
from intranet.core.access import public
from intranet.core.languages import reader_language
from intranet.documents.models import Edition
from intranet.pages.models import RegulationPage
from intranet.pages.outward import feeds


@public
@require_safe
def editions_feed(request: HttpRequest) -> HttpResponse:
    """Tell in Atom which editions of regulations were published of late, and what they changed."""
    language = reader_language()
    pages = RegulationPage.objects.live().public().filter(locale__language_code=language).defer_streamfields()
    urls = {page.translation_key: page.get_url(request) or "" for page in pages}
    feed = feeds.Feed(_("Regulations: new editions"), reverse("editions_feed"), reverse("regulations_in_force"))
    editions = Edition.objects.standing().filter(document__key__in=urls, language=language)
    return feeds.answer(request, feed, editions, urls, at=clock.now())
