"""Numbers under concurrency, with real processes on PostgreSQL (REG-04)."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime

import pytest
from django.db import connections

from intranet.registry.models import Certificate, Draft
from intranet.registry.operations.issuing import issue
from tests.factories import registry as make

PROCESSES, EACH = 8, 25


def _issue(keys: list[int]) -> None:
    connections.close_all()
    for key in keys:
        issue(draft=Draft.objects.get(pk=key), at=datetime(2026, 2, 16, 10, tzinfo=UTC))
    connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_hundred_issues_from_eight_processes_get_two_hundred_consecutive_numbers() -> None:
    make.SignatoryFactory()
    drafts = [make.draft().pk for _ in range(PROCESSES * EACH)]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_issue, args=(drafts[number::PROCESSES],)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    issued = sorted(Certificate.objects.values_list("record_number", flat=True))
    assert issued == [f"ПК-2026-{number:05}" for number in range(1, PROCESSES * EACH + 1)]
    assert len(set(Certificate.objects.values_list("code", flat=True))) == PROCESSES * EACH


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_one_draft_issued_by_eight_processes_at_once_is_issued_once() -> None:
    make.SignatoryFactory()
    draft = make.draft()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_issue, args=([draft.pk],)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert Certificate.objects.count() == 1
    assert make.certificate().record_number == "ПК-2026-00002"
