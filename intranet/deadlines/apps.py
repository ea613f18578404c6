from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "intranet.deadlines"
    label = "deadlines"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        from intranet.deadlines.operations.speaking_again import speak_again
        from intranet.notices.operations import on_undeliverable

        on_undeliverable(speak_again)
