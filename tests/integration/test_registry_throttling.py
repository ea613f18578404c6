"""How often a visitor may try: counted exactly, over any stretch of time, with no cache at all nobody turned away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.throttling import allowed, seconds_to_wait
from intranet.core.visitors import visitor_of

NOON = datetime(2026, 2, 18, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def tried(visitor: str = "somebody", *, at: datetime = NOON, purpose: str = "names") -> bool:
    return allowed(purpose, visitor, limit=5, per=HOUR, at=at)


def waits(visitor: str = "somebody", *, at: datetime = NOON) -> int:
    return seconds_to_wait("names", visitor, limit=5, per=HOUR, at=at)


def test_the_sixth_try_in_an_hour_is_refused_and_those_of_others_are_not() -> None:
    assert [tried() for _ in range(7)] == [True] * 5 + [False] * 2
    assert tried("somebody else")
    assert tried(purpose="codes")


def test_waiting_as_long_as_one_is_told_is_enough_and_a_minute_less_is_not() -> None:
    for minute in range(5):
        assert tried(at=NOON + timedelta(minutes=minute))
    at = NOON + timedelta(minutes=30)
    seconds = waits(at=at)
    assert 30 * 60 <= seconds <= 40 * 60
    assert not tried(at=at + timedelta(seconds=seconds - 60))
    assert tried(at=at + timedelta(seconds=seconds))


def test_who_has_tries_left_need_not_wait_and_asking_counts_nothing() -> None:
    assert [waits() for _ in range(20)] == [0] * 20
    assert tried()


def test_what_was_refused_does_not_lengthen_the_wait() -> None:
    for _ in range(5):
        tried()
    before = waits()
    for _ in range(50):
        assert not tried()
    assert waits() == before


@given(st.lists(st.integers(0, 4 * 3600), min_size=1, max_size=60).map(sorted))
def test_no_hour_holds_more_than_the_limit(moments: list[int]) -> None:
    cache.clear()
    kept = [moment for moment in moments if tried(at=NOON + timedelta(seconds=moment))]
    for first in kept:
        assert sum(first <= moment < first + 3600 for moment in kept) <= 5
    assert kept, "the very first try is always allowed"


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "filebased.FileBasedCache"])
def test_each_cache_of_ours_counts_alike(backend: str, settings: Any, tmp_path: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": str(tmp_path)}}
    assert [tried() for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.redis
def test_tries_at_once_are_not_let_through_together() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _try: tried(), range(64))) <= 5


def test_without_its_cache_the_site_answers_anyway_and_says_so_without_data(settings: Any, caplog: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert tried("203.0.113.7")
    assert waits("203.0.113.7") == 0
    assert "could not be asked" in caplog.text
    assert "203.0.113.7" not in caplog.text


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_visitor_is_an_address_or_the_network_of_a_household(address: str, visitor: str) -> None:
    assert visitor_of(RequestFactory().get("/", REMOTE_ADDR=address)) == visitor


def test_what_a_visitor_writes_before_the_proxy_does_not_make_it_another(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    made_up = RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.7"})
    assert visitor_of(made_up) == "203.0.113.7"
