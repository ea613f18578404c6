"""Publication killed in the middle, and several sweeps at once, lose and repeat nothing, with real processes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db.models import Count, F

from intranet.core import clock
from intranet.registry.enums import LeafEvent
from intranet.registry.models import Certificate, Head, Leaf
from intranet.registry.operations.importing import import_rows
from intranet.registry.queries.checking import check_log
from tests import faults
from tests.factories.registry import SignatoryFactory
from tests.faults import sizes, wait_until
from tests.functional.test_killed_processes import table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.timeout(400)]


def due(count: int) -> None:
    """Make so many certificates that are public and that no sweep has recorded."""
    SignatoryFactory()
    issued = clock.now() - timedelta(days=4)
    import_rows(data=table(count, issued.date()), file_name="t.csv", at=issued)
    assert Certificate.objects.unpublished().public_at(clock.now()).count() == count


def assert_recorded_once(count: int) -> None:
    """Each is recorded with the moment from which it was shown, once in the log, and the log agrees with everything."""
    assert Certificate.objects.filter(first_published_at=F("publish_after")).count() == count
    published = Leaf.objects.filter(event=LeafEvent.PUBLISHED)
    assert published.count() == count
    assert not published.values("certificate").annotate(times=Count("pk")).filter(times__gt=1).exists()
    found = check_log()
    assert (found.problems, found.entries) == ([], 2 * count)
    assert sorted(Leaf.objects.values_list("index", flat=True)) == list(range(2 * count))
    assert Head.objects.filter(size__lte=2 * count).exists()


@pytest.mark.parametrize(("rows", "kills"), sizes(short=(7000, 1), long=(60_000, 8)))
def test_a_publication_killed_in_the_middle_loses_nothing_and_repeats_nothing(rows: int, kills: int) -> None:
    due(rows)
    for _kill in range(kills):
        sweep = faults.manage("sweep", "--json")
        wait_until(lambda: faults.writing_to("registry_leaf"), seconds=60, otherwise="the sweep never wrote anything")
        faults.kill(sweep)
        wait_until(lambda: not faults.writing_to("registry_leaf"), seconds=30, otherwise="its locks stayed")
    before = Leaf.objects.filter(event=LeafEvent.PUBLISHED).count()
    assert before == Certificate.objects.exclude(first_published_at=None).count() < rows
    answer = json.loads(faults.manage("sweep", "--json").communicate(timeout=600)[0])
    assert answer["published"] == rows - before
    assert_recorded_once(rows)


@pytest.mark.parametrize(("rows", "processes"), sizes(short=(7000, 2), long=(60_000, 6)))
def test_sweeps_at_once_record_each_publication_once(rows: int, processes: int) -> None:
    due(rows)
    sweeps = [faults.manage("sweep", "--json") for _each in range(processes)]
    answers = [json.loads(sweep.communicate(timeout=600)[0]) for sweep in sweeps]
    assert sum(answer["published"] for answer in answers) == rows
    faults.manage("sweep", "--json").communicate(timeout=600)
    assert_recorded_once(rows)
