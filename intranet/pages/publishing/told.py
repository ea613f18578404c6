"""What was refused after a screen's own work was done: its request hears of it, so that the screen can say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[list[str] | None] = ContextVar("refusals_of_the_request", default=None)


@contextmanager
def hearing() -> Iterator[list[str]]:
    """Give the list to which refusals inside are added."""
    heard: list[str] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def tell(sentence: str) -> None:
    """Tell a refusal to the screen behind which it happened; a task or a script has none."""
    heard = _heard.get()
    if heard is not None and sentence not in heard:
        heard.append(sentence)
