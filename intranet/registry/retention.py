"""How long this room keeps what it need not keep for good."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.registry.models import Upload


def purge_uploads(before: datetime) -> int:
    """Remove uploaded files from before a moment; what was imported from them stays."""
    count, _per_model = Upload.objects.filter(uploaded_at__lt=before).delete()
    return count


RULES = [
    Retention(
        key="registry.uploads", name=_("Uploaded files of certificates"), keep_days_default=30, purge=purge_uploads
    ),
    Retention(key="registry.certificates", name=_("The register of certificates")),
]
