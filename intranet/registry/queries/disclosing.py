"""What the institution decided to disclose beyond the list."""

from __future__ import annotations

from intranet.registry.models import DisclosureSettings


def disclosure_settings() -> DisclosureSettings:
    """Return what was decided; where nobody has, everything is off."""
    return DisclosureSettings.objects.first() or DisclosureSettings()
