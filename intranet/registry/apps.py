from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "intranet.registry"
    label = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from intranet.core.setup import on_setup
        from intranet.notices.masking import hide_addresses
        from intranet.registry.operations import (  # noqa: F401 - register their jobs
            issuing_several,
            returning,
            signing,
            uploading,
        )
        from intranet.registry.operations.designing import make_templates
        from intranet.registry.operations.vocabularies import make_defaults

        on_setup(make_defaults)
        on_setup(make_templates)
        hide_addresses(r"/holder/(?!own/)")
