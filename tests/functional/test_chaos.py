"""Five workers, two beats, and everything goes wrong: nobody is told twice, and nothing is lost in silence (law 12)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intranet.core import clock
from intranet.core.models import SweepRun
from tests import faults
from tests.faults import Postgres, PostOffice, Redis, sizes, wait_until
from tests.functional.test_killed_processes import all_done, assert_told_once, tell_everybody
from tests.services import free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.timeout(300),
]

WORKERS = 5
BEATS = 2
PATIENCE = 1.5  # seconds that an event may hold delivery up before the next one
A_DAY = timedelta(days=1).total_seconds()
NIGHTS = {  # just before midnight in Kyiv, or before the clocks there change
    "the end of the year": datetime(2027, 12, 31, 21, 59, 58, tzinfo=UTC),
    "the night of summer time": datetime(2028, 3, 26, 0, 59, 58, tzinfo=UTC),
    "the leap day": datetime(2028, 2, 28, 21, 59, 58, tzinfo=UTC),
}


class World:
    """What can go wrong. ``unsure`` counts letters whose fate nobody can know: one in each dialogue that was cut."""

    def __init__(self, redis: Redis, postgres: Postgres, office: PostOffice, folder: Path) -> None:
        self.redis, self.postgres, self.office, self.clock = redis, postgres, office, folder / "clock"
        self.clock.write_text("0")
        self.unsure = 0
        self.random = random.Random(8)
        self.workers = [self._start(number) for number in range(WORKERS)]

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        return faults.start_worker(
            redis=self.redis.url, smtp_port=self.office.port, name=f"w{number}", processes=1, beat=number < BEATS,
            clock=self.clock,
        )  # fmt: skip

    def events(self) -> dict[str, Callable[[], None]]:
        return {
            "a worker is killed": self.kill_a_worker,
            "Redis is emptied": self.redis.empty,
            "Redis is killed": self.restart_redis,
            "PostgreSQL is killed": self.restart_postgres,
            "the clock goes back a day": lambda: self.move_clock(-A_DAY),
            "the clock goes on a day": lambda: self.move_clock(A_DAY),
            "the machine sleeps for a week": self.sleep,
        } | {name: lambda night=night: self.set_clock(night) for name, night in NIGHTS.items()}  # type: ignore[misc]

    def kill_a_worker(self) -> None:
        number = self.random.randrange(WORKERS)
        faults.kill(self.workers[number])
        self.unsure += 1
        self.workers[number] = self._start(number)

    def restart_redis(self) -> None:
        self.redis.kill()
        self.redis.start()

    def restart_postgres(self) -> None:
        self.postgres.kill()
        self.unsure += WORKERS
        self.postgres.start()

    def sleep(self) -> None:
        """Stop everything, let a week pass on the clock alone, and go on: lines that were open are dead by then."""
        for worker in self.workers:
            faults.signal_group(worker, signal.SIGSTOP)
        self.move_clock(7 * A_DAY)
        time.sleep(faults.IMPATIENCE + 1)
        self.unsure += WORKERS
        for worker in self.workers:
            faults.signal_group(worker, signal.SIGCONT)

    def move_clock(self, seconds: float) -> None:
        self._write_clock(float(self.clock.read_text()) + seconds)

    def set_clock(self, night: datetime) -> None:
        self._write_clock((night - clock.now()).total_seconds())

    def _write_clock(self, seconds: float) -> None:
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.clock)

    def end_well(self, letters: int) -> None:
        """Let everything be well again, and time pass until nothing waits any more."""
        self.office.refuse_every = self.office.stall_every = self.office.drop_every = 0
        self.set_clock(datetime(2029, 6, 1, 9, 0, tzinfo=UTC))

        def done() -> bool:
            self.move_clock(timedelta(minutes=20).total_seconds())
            time.sleep(1)
            return all_done(letters)

        wait_until(done, seconds=90 + letters / 10, otherwise="some letters were never sent")
        ticks = SweepRun.objects.count()
        wait_until(lambda: SweepRun.objects.count() > ticks + 1, seconds=60, otherwise="the beat stopped")
        assert [worker.poll() for worker in self.workers] == [None] * WORKERS, "a worker did not outlive it"


@contextmanager
def world() -> Iterator[World]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True)))
        folder.chmod(0o777)
        (folder / "postgres").mkdir()
        postgres = stack.enter_context(faults.postgres_of_its_own(folder / "postgres"))
        redis = Redis(free_port())
        redis.start()
        stack.callback(redis.kill)
        manners = {"seconds_a_letter": 0.03, "drop_every": 17, "refuse_every": 11, "stall_every": 23}
        office = stack.enter_context(faults.post_office(free_port(), **manners))
        made = World(redis, postgres, office, folder)
        stack.callback(lambda: [faults.kill(worker) for worker in made.workers])
        yield made


@pytest.mark.parametrize(("letters", "events"), sizes(short=(50, 10), long=(20_000, 200)))
def test_whatever_goes_wrong_nobody_is_told_twice_and_nothing_is_lost_in_silence(letters: int, events: int) -> None:
    with world() as here:
        tell_everybody(letters)
        kinds = here.events()
        planned = (list(kinds) * (events // len(kinds) + 1))[:events]
        if events > len(kinds):
            here.random.shuffle(planned)
        wait_until(lambda: here.office.asked > 0, seconds=90, otherwise="the workers never delivered")
        began = time.monotonic()
        for number, event in enumerate(planned, 1):
            kinds[event]()
            enough, until = letters * number // (events + 2), time.monotonic() + PATIENCE
            while here.office.asked < enough and time.monotonic() < until:
                time.sleep(0.05)
        waiting = letters - len(here.office.received)
        assert waiting > 0, "the last events came too late to prove anything"
        here.end_well(letters)
        unsure = here.unsure + here.office.hung_up + here.office.stalled
        print(
            f"{events} events over {letters} letters in {time.monotonic() - began:.0f} s: {waiting} still waited after"
            f" the last event, {len(here.office.received)} arrived, at most {unsure} unsure",
            file=sys.__stderr__,  # what a test prints is not shown where several run at once
        )
        assert_told_once(here.office, letters, unsure=unsure)
