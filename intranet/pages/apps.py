from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "intranet.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete, pre_save
        from wagtail.signals import page_published, page_unpublished, pre_page_move

        from intranet.core import setup
        from intranet.deadlines import clauses
        from intranet.documents import rendering
        from intranet.pages.addresses import clause_address, page_address
        from intranet.pages.clause_book import ClauseBook
        from intranet.pages.operations.planting import plant
        from intranet.pages.publishing.wanting import CHECKS
        from intranet.pages.publishing.whole_actions import make_whole
        from intranet.pages.signal_handlers import (
            freeze_on_publication,
            keep_its_address,
            keep_what_has_editions,
            keep_where_it_is,
        )
        from intranet.pages.translations.checks import translation_wanting
        from intranet.pages.translations.guard import stand_guard
        from intranet.pages.translations.together import publish_with_its_pair

        setup.on_setup(plant)
        stand_guard()
        make_whole()
        if translation_wanting not in CHECKS:
            CHECKS.append(translation_wanting)
        clauses.set_resolver(clause_address)
        rendering.set_page_address(page_address)
        clauses.set_book(ClauseBook())
        page_published.connect(freeze_on_publication, dispatch_uid="pages.freeze_on_publication")
        page_published.connect(publish_with_its_pair, dispatch_uid="pages.publish_with_its_pair")
        page_unpublished.connect(keep_what_has_editions, dispatch_uid="pages.not_unpublished")
        pre_delete.connect(keep_what_has_editions, dispatch_uid="pages.not_deleted")
        pre_save.connect(keep_its_address, dispatch_uid="pages.keep_addresses")
        pre_page_move.connect(keep_where_it_is, dispatch_uid="pages.not_moved")
