"""Keeping the words by which certificates are found by their topics."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef

from intranet.registry.models import Certificate, TopicWord
from intranet.registry.rules import keys

CHUNK = 1000


class Topics:
    """The topics of the certificates that one operation issues; their words are written when it has committed.

    Written within it they could hold up another operation with the same topic, and be held up by it. What a crash
    leaves out is written by the sweep.
    """

    def __init__(self) -> None:
        self._new: dict[int, str] = {}
        self.hash_of = lru_cache(maxsize=4096)(self._noted)

    def _noted(self, topic: str) -> int:
        """Return the number of a topic, and see to its words."""
        number = keys.topic_hash(topic)
        if not self._new:
            transaction.on_commit(self._write)
        self._new[number] = topic
        return number

    def _write(self) -> None:
        topics, self._new = self._new, {}
        write_words(topics.items())


def write_words(topics: Iterable[tuple[int, str]]) -> None:
    """Write the words of topics; what is there already stays."""
    found = sorted({(word, number) for number, topic in topics for word in keys.topic_words(topic)})
    TopicWord.objects.bulk_create(
        [TopicWord(word=word, topic_hash=number) for word, number in found], ignore_conflicts=True, batch_size=CHUNK
    )


def complete_words() -> int:
    """Give certificates that lack it the number of their topic, and topics that lack them their words.

    Looked at are the certificates that no sweep has recorded as published: new ones, and what a crash left.
    """
    numbered = _number_the_rest()
    known = TopicWord.objects.filter(topic_hash=OuterRef("topic_hash"))
    waiting = Certificate.objects.unpublished().exclude(topic_hash=None).filter(~Exists(known))
    found = waiting.order_by().values_list("topic_hash", "topic").distinct()
    write_words((number, topic) for number, topic in found if number is not None)
    return numbered


def _number_the_rest() -> int:
    """Number the topics of certificates that were issued before topics were searched, a thousand at a time."""
    numbered = 0
    rows = Certificate.objects.filter(topic_hash=None).order_by("id").values_list("id", "topic")
    while chunk := list(rows[:CHUNK]):
        topics: dict[str, list[int]] = {}
        for key, topic in chunk:
            topics.setdefault(topic, []).append(key)
        with transaction.atomic():
            write_words((keys.topic_hash(topic), topic) for topic in topics)
            for topic, ids in topics.items():
                Certificate.objects.filter(id__in=ids).update(topic_hash=keys.topic_hash(topic))
        numbered += len(chunk)
    return numbered
