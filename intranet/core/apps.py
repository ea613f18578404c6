from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "intranet.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from intranet.core import checks  # noqa: F401 - importing registers them
