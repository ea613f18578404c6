"""In which languages a letter speaks, and when it is tried again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

ATTEMPTS = 6
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))


def letter_languages(preference: str, site_languages: Sequence[str], *, unknown_means_both: bool) -> tuple[str, ...]:
    """Return the languages of a letter, in their order.

    A recorded preference decides. Unknown, it is the site's default language; under the Welsh rule (LAW-11) both
    languages of the site together, the default one first.
    """
    if preference:
        return (preference,)
    return tuple(site_languages[:2]) if unknown_means_both else (site_languages[0],)


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after the ``attempts``-th failure; None when the letter is to be given up."""
    return PAUSES[attempts - 1] if attempts < ATTEMPTS else None
