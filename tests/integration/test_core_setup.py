"""Setting a site up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Locale, Page

from intranet.core import rights
from intranet.core.models import Account, AuditEntry, Institution
from intranet.core.setup import Administrator, SetupRefused, set_up_site

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def nothing_yet(db: None) -> None:
    Institution.objects.all().delete()


@pytest.mark.django_db
def test_the_tests_have_an_institution_and_its_groups() -> None:
    assert Institution.objects.get().default_language == "uk"
    assert set(rights.GROUPS) <= set(Group.objects.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_the_site_stands_again_after_a_flush(again: int) -> None:
    assert Institution.objects.count() == 1
    assert Page.objects.filter(depth=1).count() == 1
    assert set(Locale.objects.values_list("language_code", flat=True)) >= {"uk", "en", "cy", "ru"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.django_db
def test_a_site_that_stands_is_not_set_up_again() -> None:
    with pytest.raises(SetupRefused, match="already"):
        set_up_site(profile_key="wales", names={"cy": "Ysgol"}, at=AT)


@pytest.mark.usefixtures("nothing_yet")
@pytest.mark.parametrize(
    ("profile", "languages", "public_list"),
    [("ukraine", ["uk", "en"], True), ("wales", ["cy", "en"], False), ("blank", ["en"], False)],
)
def test_the_profile_decides_languages_and_list(profile: str, languages: list[str], public_list: bool) -> None:
    institution = set_up_site(profile_key=profile, names={languages[0]: "A"}, at=AT)
    assert (institution.languages, institution.public_list) == (languages, public_list)


@pytest.mark.usefixtures("nothing_yet")
def test_the_first_administrator_may_do_everything() -> None:
    set_up_site(
        profile_key="blank",
        names={"en": "A school"},
        administrator=Administrator("admin", "a-long-and-rare-word", "admin@example.org"),
        at=AT,
    )
    account = Account.objects.get(username="admin")
    assert account.is_superuser
    assert account.check_password("a-long-and-rare-word")
    assert AuditEntry.objects.filter(action="core.set_up", actor=account).exists()


@pytest.mark.usefixtures("nothing_yet")
@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"profile_key": "mars", "names": {"en": "A"}}, "no profile"),
        ({"profile_key": "blank", "names": {"en": ""}}, "needs a name"),
        ({"profile_key": "blank", "names": {"de": "A"}, "languages": ["de"]}, "no language"),
    ],
)
def test_what_cannot_be_set_up_is_refused_and_leaves_nothing(asked: dict[str, object], reason: str) -> None:
    with pytest.raises(SetupRefused, match=reason):
        set_up_site(**asked, at=AT)  # type: ignore[arg-type]
    assert not Institution.objects.exists()


@pytest.mark.usefixtures("nothing_yet")
def test_a_weak_password_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(ValidationError):
        set_up_site(profile_key="blank", names={"en": "A"}, administrator=Administrator("admin", "1234"), at=AT)
    assert not Institution.objects.exists()
