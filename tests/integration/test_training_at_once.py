"""The last place of a run, with real processes on PostgreSQL."""

from __future__ import annotations

import multiprocessing

import pytest
from django.db import connections

from intranet.training import operations
from intranet.training.models import ProgrammeRun, SignUp
from tests.factories import training as make
from tests.factories.training import AT, TODAY

PROCESSES, EACH, PLACES = 6, 5, 7


def _confirm(keys: list[int]) -> None:
    connections.close_all()
    for key in keys:
        operations.confirm(sign_up=SignUp.objects.select_related("run").get(pk=key), at=AT, on_date=TODAY)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_thirty_who_confirm_at_once_as_many_have_a_place_as_there_are_places() -> None:
    run = make.run(group_size=PLACES)
    for number in range(PROCESSES * EACH):
        operations.sign_up_outsider(run=run, outsider=make.outsider(number), at=AT, on_date=TODAY)
    keys = list(SignUp.objects.order_by("pk").values_list("pk", flat=True))
    connections.close_all()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_confirm, args=(keys[number::PROCESSES],)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    assert ProgrammeRun.objects.get().sign_ups.with_a_place().count() == PLACES
    assert SignUp.objects.on_the_waiting_list().count() == PROCESSES * EACH - PLACES
