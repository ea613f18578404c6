from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "intranet.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from intranet.documents.operations import uploading  # noqa: F401 - registers its job
