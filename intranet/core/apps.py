from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "intranet.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from intranet.core import checks, rights  # noqa: F401 - importing the checks registers them

        # The permissions of every app are there once those of django.contrib.auth, a late one, have been made.
        post_migrate.connect(
            rights.after_migration, sender=apps.get_app_config("auth"), dispatch_uid="core.rights.after_migration"
        )
