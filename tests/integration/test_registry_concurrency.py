"""Numbers under concurrency, with real processes on PostgreSQL (REG-04)."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections

from intranet.registry.models import Certificate, Draft
from intranet.registry.operations.importing import import_rows
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


def _import(data: bytes, started: Any, outcomes: Any) -> None:
    connections.close_all()
    started.wait()
    outcome = import_rows(data=data, file_name="a.csv", at=datetime(2026, 2, 16, 10, tzinfo=UTC))
    outcomes.put((outcome.accepted, outcome.already_there, outcome.rejected_rows))
    connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_same_file_from_four_people_at_once_is_imported_once() -> None:
    make.SignatoryFactory()
    heading = "Номер;ПІБ;Тема;Години;Дата видачі;Результати навчання;Форма;Вид\n"
    rows = [f"{number}/А;Гнатюк Олена;Тема {number};30;14.02.2026;Уміє;очна;семінар\n" for number in range(300)]
    data = (heading + "".join(rows)).encode()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    started, outcomes = context.Barrier(4), context.Queue()
    workers = [context.Process(target=_import, args=(data, started, outcomes)) for _ in range(4)]
    for worker in workers:
        worker.start()
    told = sorted(outcomes.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join(60)
    assert told == [(0, 300, 0), (0, 300, 0), (0, 300, 0), (300, 0, 0)]
    assert Certificate.objects.count() == 300


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
