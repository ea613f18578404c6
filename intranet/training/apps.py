from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "intranet.training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from intranet.core.setup import on_setup
        from intranet.training.operations.words import make_directions

        on_setup(make_directions)
