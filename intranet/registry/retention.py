"""How long this room keeps what it need not keep for good."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.registry.models import ApiRequest, PrintRun, Upload


def purge_uploads(before: datetime) -> int:
    """Remove uploaded files from before a moment; what was imported from them stays."""
    count, _per_model = Upload.objects.filter(uploaded_at__lt=before).delete()
    return count


def purge_api_requests(before: datetime) -> int:
    """Forget answers given to other systems before a moment: a repeat after that is a new request."""
    count, _per_model = ApiRequest.objects.filter(at__lt=before).delete()
    return count


def purge_run_files(before: datetime) -> int:
    """Remove the files of runs from before a moment; each can be made again with the same bytes."""
    old = PrintRun.objects.filter(file_made_at__lt=before).exclude(file="")
    for run in old:
        run.file.storage.delete(str(run.file.name))
    return old.update(file="", file_made_at=None)


RULES = [
    Retention(
        key="registry.run_files",
        name=_("Files of certificates to be signed"),
        keep_days_default=30,
        purge=purge_run_files,
    ),
    Retention(
        key="registry.uploads", name=_("Uploaded files of certificates"), keep_days_default=30, purge=purge_uploads
    ),
    Retention(
        key="registry.api_requests",
        name=_("Answers given to other systems"),
        keep_days_default=30,
        purge=purge_api_requests,
    ),
    Retention(key="registry.certificates", name=_("The register of certificates")),
]
