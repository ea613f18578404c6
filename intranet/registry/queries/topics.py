"""Certificates by the words of their topics: every word must begin a word of the topic; the newest come first.

Topics repeat, so that the words lead to few topics, and each topic has its certificates in the index by date. Where the
words lead to many topics, certificates with them are frequent, and the newest are looked through instead. Either way a
page reads a bounded number of rows, whatever the words are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from intranet.registry.models import Certificate, TopicWord
from intranet.registry.rules import keys

MOST_TOPICS = 1000
LOOKED_THROUGH = 20_000
SHORTEST_BEGINNING = 3  # a shorter word must be met as it is

Sql = tuple[str, list[Any]]
CERTIFICATES = Certificate._meta.db_table
WORDS = TopicWord._meta.db_table
NEWEST = "issue_date DESC, id DESC"


@dataclass(frozen=True)
class Sought:
    """What is sought by words: the words themselves, the moment, the days, and the row to go on after."""

    words: Sequence[str]
    at: datetime
    days: tuple[date, date] | None = None
    after: tuple[date, int] | None = None

    def few(self, most: int) -> RawSQL:
        """Return a query for the newest ``most`` certificates where the words lead to few topics.

        The newest are among the topics whose own newest one is newest.
        """
        topics, of_topics = self._topics()
        shown, of_shown = self._shown()
        newest_of = (
            f"SELECT id FROM {CERTIFICATES} c WHERE c.topic_hash = {{}}.topic_hash AND {shown} ORDER BY {NEWEST}"  # noqa: S608
        )
        these = "= ANY(ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
        some = these.format(f"{newest_of.format('t')} LIMIT {most}")
        sql = f"""
            WITH heads AS (
                SELECT f.topic_hash, ({newest_of.format("f")} LIMIT 1) AS id FROM ({topics} LIMIT {MOST_TOPICS}) f
            ),
            top AS MATERIALIZED (
                SELECT h.topic_hash FROM heads h CROSS JOIN {CERTIFICATES} c WHERE c.id = h.id
                ORDER BY c.issue_date DESC, c.id DESC LIMIT {most}
            )
            SELECT c.id FROM top t CROSS JOIN {CERTIFICATES} c WHERE c.id {some}
            ORDER BY c.issue_date DESC, c.id DESC LIMIT {most}
        """  # noqa: S608 - our own names
        return RawSQL(sql, [*of_shown, *of_topics, *of_shown])  # noqa: S611

    def many(self, most: int) -> RawSQL:
        """Return a query for those among the next ``LOOKED_THROUGH`` of the list, where the topics are many."""
        shown, of_shown = self._shown()
        parts = [_with(word) for word in self.words]
        has_words = " AND ".join(
            f"EXISTS (SELECT 1 FROM {WORDS} w WHERE w.topic_hash = c.topic_hash AND {part})"  # noqa: S608
            for part, _of in parts
        )
        sql = f"""
            SELECT c.id FROM (
                SELECT c.id, c.issue_date, c.topic_hash FROM {CERTIFICATES} c WHERE {shown}
                ORDER BY c.issue_date DESC, c.id DESC LIMIT {LOOKED_THROUGH}
            ) c WHERE {has_words} ORDER BY c.issue_date DESC, c.id DESC LIMIT {most}
        """  # noqa: S608 - our own names
        return RawSQL(sql, [*of_shown, *(value for _part, values in parts for value in values)])  # noqa: S611

    def count(self, most: int) -> RawSQL:
        """Return a query for their number, counted up to ``most``; where the topics are many, it is a lower bound."""
        topics, of_topics = self._topics()
        shown, of_shown = replace(self, after=None)._shown()
        sql = f"""
            SELECT count(*) FROM (
                SELECT 1 FROM ({topics} LIMIT {MOST_TOPICS}) f CROSS JOIN {CERTIFICATES} c
                WHERE c.topic_hash = f.topic_hash AND {shown} LIMIT {most}
            ) counted
        """  # noqa: S608 - our own names
        return RawSQL(sql, [*of_topics, *of_shown])  # noqa: S611

    def topic_count(self) -> Sql:
        """Return the SQL for the number of topics that have the words, counted just beyond ``MOST_TOPICS``."""
        topics, of_topics = self._topics()
        return f"(SELECT count(*) FROM ({topics} LIMIT {MOST_TOPICS + 1}) found)", of_topics  # noqa: S608

    def topics(self) -> RawSQL:
        """Return a query for all topics that have the words."""
        return RawSQL(*self._topics())  # noqa: S611

    def _topics(self) -> Sql:
        """Return the topics that have every word: found by the longest, which few share, looked up by the others."""
        first, *others = sorted(self.words, key=len, reverse=True)
        with_first, values = _with(first)
        sql = f"SELECT DISTINCT w.topic_hash FROM {WORDS} w WHERE {with_first}"  # noqa: S608
        for other in others:
            with_other, more = _with(other, "o")
            sql += f" AND w.topic_hash IN (SELECT o.topic_hash FROM {WORDS} o WHERE {with_other})"  # noqa: S608
            values = [*values, *more]
        return sql, values

    def _shown(self) -> Sql:
        """Return what must hold of a certificate ``c``; the door of disclosure asks it again."""
        conditions = "c.withdrawn_at IS NULL AND c.superseded_on IS NULL AND c.held_at IS NULL"
        conditions += " AND c.publish_after <= %s"
        values: list[Any] = [connection.ops.adapt_datetimefield_value(self.at)]
        if self.days:
            conditions += " AND c.issue_date BETWEEN %s AND %s"
            values += map(connection.ops.adapt_datefield_value, self.days)
        if self.after:
            conditions += " AND (c.issue_date, c.id) < (%s, %s)"
            values += [connection.ops.adapt_datefield_value(self.after[0]), self.after[1]]
        return conditions, values


def _with(word: str, row: str = "w") -> Sql:
    """Return the condition that a word of a topic begins with what is sought, or is it where that is short."""
    if len(word) < SHORTEST_BEGINNING:
        return f"{row}.word = %s", [word]
    return f"{row}.word >= %s AND {row}.word < %s", [word, keys.end_of(word)]
