"""Which template a certificate is issued with, and where it says that it can be checked (REG-06)."""

from __future__ import annotations

from django.conf import settings

from intranet.registry.models import Certificate, Series, TemplateVersion


def version_for(series: Series | None) -> TemplateVersion | None:
    """Return the current version of the series' template, else of the default one; None before there is any."""
    versions = TemplateVersion.objects.defer("background", "source").order_by("-number")
    if series is not None and series.template_id is not None:
        chosen = versions.filter(template=series.template_id).first()
        if chosen is not None:
            return chosen
    return versions.filter(template__is_default=True).first()


def origin() -> str:
    """Return the site's own address without a path, as letters give it."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def latest_certificate() -> Certificate | None:
    """Return the newest certificate that stands, to try a template with real words."""
    standing = Certificate.objects.standing().filter(annulled_on=None, is_historical=False)
    return standing.select_related("form", "kind").order_by("-issue_date", "-id").first()
