"""The pages of the register's log in a real browser: barred to nobody, on a desk, on a phone, without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intranet.registry.operations import publishing, sealing
from tests.browser.looking import Onlooker, Place
from tests.factories import registry as make
from tests.factories.registry import PUBLIC_AT

pytestmark = [pytest.mark.chromium]


@pytest.fixture(scope="module")
def sizes(standing_site: str) -> list[int]:
    """Mark three heads and return their sizes."""
    found = []
    for day in range(3):
        make.certificate()
        publishing.record_first_publication(at=PUBLIC_AT + timedelta(days=day))
        sealing.place()
        head = sealing.mark(at=PUBLIC_AT + timedelta(days=day))
        assert head is not None
        found.append(head.size)
    return found


def test_the_log_bars_nobody(sizes: list[int], onlooker: Onlooker) -> None:
    places = [
        *(Place(f"/{language}/certificates/log/") for language in ("uk", "en")),
        *(Place(f"/uk/certificates/log/{size}/") for size in sizes[:2]),
        Place("/uk/certificates/log/999/", status=404),
    ]
    assert onlooker.problems(places) == {}
