from datetime import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "intranet.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from intranet.core.models import Institution
        from intranet.core.setup import on_setup
        from intranet.people.operations import make_keys_again

        def keys_by_the_default_language(institution: Institution, at: datetime) -> None:
            make_keys_again(language=institution.default_language, at=at)

        on_setup(keys_by_the_default_language)
