"""What is told about deadlines, as SQL: one row a draft, over whole sets (law 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from intranet.core import sets
from intranet.deadlines.rules import Rule

RULES, ADDRESSES = "deadlines_rules", "deadlines_addresses"
PROBES = (111_111_111_111, 222_222_222_222)


def drafted(
    source: str, *, row: str, step: str, recipient: str, kind: str, apart: str, context: Mapping[str, str]
) -> tuple[str, list[Any]]:
    """Return the SQL of drafts for ``notices.operations.tell_set``, to be read inside ``table_of_rules``.

    ``row`` is the alias in ``source`` that has rule_key, subject_id and due_on; the other arguments are SQL.
    """
    matter = f"'deadline:' || {row}.rule_key || ':' || {row}.subject_id"
    return (
        f"""
        SELECT {matter} || ':' || {sets.day_as_text(f"{row}.due_on")} || ':' || {step} AS key,
               {recipient} AS recipient_id, {kind} AS kind_key, {matter} AS about,
               {sets.json_object(context)} AS context, {row}.due_on, r.clause_document, r.clause_number,
               COALESCE(u.url, r.before_key || {row}.subject_id || r.after_key) AS url, ({apart}) AS apart
        {source}
        JOIN {RULES} r ON r.rule_key = {row}.rule_key
        LEFT JOIN {ADDRESSES} u ON u.rule_key = {row}.rule_key AND u.subject_id = {row}.subject_id
        """,
        [],
    )


@contextmanager
def table_of_rules(rules: Iterable[Rule], subjects_of: Callable[[str], Iterable[int]]) -> Iterator[None]:
    """Write down the clause of each rule and the addresses of its subjects: their pattern, or, without one, each."""
    patterns = {rule.key: (rule, address_pattern(rule.subject_url)) for rule in rules}
    sets.make_table(
        RULES,
        "rule_key varchar(60), clause_document text, clause_number text, before_key text, after_key text",
        [
            (key, rule.clause.document_key, rule.clause.number, *(pattern or ("", "")))
            for key, (rule, pattern) in patterns.items()
        ],
    )
    sets.make_table(
        ADDRESSES,
        "rule_key varchar(60), subject_id bigint, url text, PRIMARY KEY (rule_key, subject_id)",
        (
            (key, subject, rule.subject_url(subject))
            for key, (rule, pattern) in patterns.items()
            if pattern is None
            for subject in subjects_of(key)
        ),
    )
    yield
    sets.drop_tables(RULES, ADDRESSES)


def address_pattern(subject_url: Callable[[int], str]) -> tuple[str, str] | None:
    """Return what stands before and after the key in the addresses of a rule's subjects.

    None where they hold more than the key: such an address is asked for each subject.
    """
    try:
        first, second = (subject_url(probe).split(str(probe)) for probe in PROBES)
    except Exception:  # noqa: BLE001 - whatever an address that looks its subject up says of one that is not there
        return None
    return (first[0], first[1]) if first == second and len(first) == 2 else None
