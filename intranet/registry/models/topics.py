"""The words by which certificates are found by their topics."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from intranet.core.fields import KeyField
from intranet.registry.rules.keys import LONGEST_WORD


class TopicWord(models.Model):
    """A word of a topic. Topics repeat by the thousand, so that this table stays small beside the certificates."""

    topic_hash = models.BigIntegerField()
    word = KeyField(max_length=LONGEST_WORD)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "topic_hash"], name="word_of_a_topic_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["topic_hash", "word"], name="words_of_a_topic")]

    def __str__(self) -> str:
        return str(self.word)
