from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "intranet.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from intranet.core import setup
        from intranet.deadlines import clauses
        from intranet.documents import rendering
        from intranet.pages.addresses import clause_address, page_address
        from intranet.pages.clause_book import ClauseBook
        from intranet.pages.operations.planting import plant
        from intranet.pages.signal_handlers import freeze_on_publication

        setup.on_setup(plant)
        clauses.set_resolver(clause_address)
        rendering.set_page_address(page_address)
        clauses.set_book(ClauseBook())
        page_published.connect(freeze_on_publication, dispatch_uid="pages.freeze_on_publication")
