"""The site's tree of pages: a home and its sections in each language, what is for staff, who may edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from intranet.core import audit, rights
from intranet.core.models import Institution
from intranet.pages.models import HomePage, IndexPage, InformationPage
from intranet.pages.texts import INFORMATION, Information


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    description: str
    for_staff: bool = False


SECTIONS = (
    Section(
        "regulations",
        gettext_noop("Regulations"),
        gettext_noop("The rules of the institution as they stand today and stood on any day, clause by clause."),
    ),
    Section(
        "job-descriptions",
        gettext_noop("Job descriptions"),
        gettext_noop("What each post is for, what it does and what it asks of its holder."),
        for_staff=True,
    ),
    Section(
        "programmes",
        gettext_noop("Training programmes"),
        gettext_noop("What we teach, for whom, how many hours, and which certificate it leads to."),
    ),
    Section("announcements", gettext_noop("Announcements"), gettext_noop("News for staff."), for_staff=True),
)


@transaction.atomic
def plant(institution: Institution, at: datetime) -> None:
    """Make the home and the sections in every language of the site, and say who may edit; what is there stays."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in institution.languages]
    homes = _homes(institution, locales)
    added: list[Page] = []
    for home in homes:
        with translation.override(home.locale.language_code):
            for section in SECTIONS:
                added += _section(home, section)
            for slug, information in INFORMATION.items():
                added += _information(home, slug, information)
    for page in added:  # in every language first: where both go live together, one alone is refused
        page.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "root_page": homes[0],
            "site_name": institution.name_in(institution.default_language)[:255],
        },
    )
    _page_permissions(homes)
    _workflow(homes)
    _drop_unused_locales(locales)
    audit.record("pages.planted", at=at, subject=institution, languages=institution.languages)


def _drop_unused_locales(locales: list[Locale]) -> None:
    """Delete the locale that Wagtail's migrations made, where the site does not speak it and no page is in it."""
    kept = [locale.pk for locale in locales]
    Locale.objects.exclude(pk__in=kept).exclude(pk__in=Page.objects.values("locale")).delete()


def _homes(institution: Institution, locales: list[Locale]) -> list[HomePage]:
    """Return the home of each language, the default's first; a missing one is made as a translation of the others."""
    if not HomePage.objects.exists():
        _clear_wagtails_examples(locales[0])
    homes = []
    for locale in locales:
        home = HomePage.objects.filter(locale=locale).first()
        if home is None:
            language = locale.language_code
            twin = HomePage.objects.order_by("pk").first()
            home = HomePage(
                title=institution.short_name_in(language),
                slug=f"home-{language}" if twin else "home",
                locale=locale,
                **_key_of(twin),
            )
            Page.get_first_root_node().add_child(instance=home)
        homes.append(home)
    return homes


def _clear_wagtails_examples(default: Locale) -> None:
    """Delete the welcome page, the two groups and the workflow that Wagtail's migrations make as examples."""
    Page.objects.filter(depth=2, slug="home").delete()
    Page.objects.filter(depth=1).update(locale=default)
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()


def _key_of(twin: Page | None) -> dict[str, Any]:
    """Return what makes a page the translation of its twin in another language."""
    return {"translation_key": twin.translation_key} if twin else {}


def _section(home: HomePage, section: Section) -> list[IndexPage]:
    """Return the section where it was missing."""
    added = []
    page = IndexPage.objects.child_of(home).filter(slug=section.slug).first()
    if page is None:
        twin = IndexPage.objects.filter(slug=section.slug, depth=home.depth + 1).first()
        page = IndexPage(
            title=_(section.title),
            slug=section.slug,
            search_description=_(section.description),
            locale=home.locale,
            show_in_menus=True,
            **_key_of(twin),
        )
        home.add_child(instance=page)
        added = [page]
    if section.for_staff:
        PageViewRestriction.objects.get_or_create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return added


def _information(home: HomePage, slug: str, information: Information) -> list[InformationPage]:
    """Return the page where it was missing."""
    if InformationPage.objects.child_of(home).filter(slug=slug).exists():
        return []
    twin = InformationPage.objects.filter(slug=slug, depth=home.depth + 1).first()
    page = InformationPage(
        title=_(information.title), slug=slug, locale=home.locale, body=information.body(), **_key_of(twin)
    )
    home.add_child(instance=page)
    return [page]


_ON_PAGES = {
    rights.EDITOR: ("add_page", "change_page"),
    rights.APPROVER: ("add_page", "change_page", "publish_page", "lock_page"),
    rights.ADMINISTRATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
_ON_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


def _page_permissions(homes: list[HomePage]) -> None:
    collection = Collection.get_first_root_node()
    for name, codenames in _ON_PAGES.items():
        group = Group.objects.get(name=name)
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            for home in homes:
                GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=_ON_FILES
        ):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _workflow(homes: list[HomePage]) -> None:
    """Let an editor's page be published by an approver: the workflow of the whole site."""
    if WorkflowPage.objects.filter(page__in=homes).exists():
        return
    WorkflowPage.objects.filter(page__depth=1).delete()
    task = GroupApprovalTask.objects.create(name=_("Approval"))
    task.groups.set(Group.objects.filter(name=rights.APPROVER))
    workflow = Workflow.objects.create(name=_("Approval by an approver"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.create(workflow=workflow, page=home)
