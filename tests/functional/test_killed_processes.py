"""Nobody is told twice and nothing is lost, whatever is killed in the middle (law 12), with real processes."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import F

from intranet.core import clock
from intranet.core.models import SweepRun
from intranet.core.rights import REGISTRAR
from intranet.deadlines.models import Deadline
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import NoticeDraft
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import tell
from intranet.notices.operations.delivering import BATCH, UNFINISHED_AFTER
from intranet.notices.operations.marking import LEASE
from intranet.notices.queries import post_room
from intranet.registry.models import Certificate, ImportBatch
from intranet.registry.operations.importing import import_rows
from tests import faults
from tests.factories.people import AccountFactory, PersonFactory
from tests.factories.registry import SignatoryFactory
from tests.faults import PostOffice, Redis, sizes, wait_until
from tests.services import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.redis]

SLOW = 0.05  # seconds that the mail server takes over a letter
UNFINISHED = [LetterState.QUEUED, LetterState.FAILED, LetterState.SENDING]


@pytest.fixture
def redis_of_its_own() -> Iterator[Redis]:
    server = Redis(free_port())
    server.start()
    yield server
    server.kill()


def tell_everybody(count: int) -> None:
    """Tell ``count`` people one thing each."""
    people = PersonFactory.create_batch(count, language="en")
    context = {"rule": "reg.publish", "label": "К-1", "due_on": "2026-03-01", "on": "2026-02-14"}
    drafts = [
        NoticeDraft(key=f"matter:{person.pk}", kind="deadline.reminder", recipient_id=person.pk, context=context)
        for person in people
    ]
    assert tell(drafts, at=clock.now()) == count


def ten_minutes_pass() -> None:
    """Let the leases of the dead run out, and the pauses: no test waits for them."""
    moved = max(LEASE, UNFINISHED_AFTER) + timedelta(minutes=1)
    Letter.objects.update(next_attempt_at=F("next_attempt_at") - moved)
    Letter.objects.filter(state=LetterState.SENDING).update(sending_since=F("sending_since") - moved)


def all_done(count: int) -> bool:
    return (
        Letter.objects.count() == count
        and not Letter.objects.filter(state__in=UNFINISHED).exists()
        and not Notice.objects.waiting_for_a_letter().exists()
    )


def all_wait(count: int) -> bool:
    """Say whether all letters are put off because the server hangs up, but for those that it may have taken."""
    put_off = Letter.objects.filter(state=LetterState.QUEUED, last_error__contains="again and again").count()
    return put_off + Letter.objects.filter(state=LetterState.PERHAPS_SENT).count() == count


def assert_sent_once(office: PostOffice, count: int, *, unsure: int) -> None:
    """Each letter is sent and came once, or stands on the list of those to decide about and came at most once."""
    times = office.times()
    states = Counter(Letter.objects.values_list("state", flat=True))
    assert set(states) <= {LetterState.SENT, LetterState.PERHAPS_SENT}, states
    assert states.total() == count
    assert states[LetterState.PERHAPS_SENT] <= unsure
    assert post_room().perhaps_sent == states[LetterState.PERHAPS_SENT]
    for message_id, state in Letter.objects.values_list("message_id", "state"):
        assert times[message_id] == 1 or (state == LetterState.PERHAPS_SENT and times[message_id] == 0)
    assert set(times.values()) <= {1}


def assert_told_once(office: PostOffice, count: int, *, unsure: int) -> None:
    """Each of those who were told one thing has one letter about it, and got it once."""
    assert_sent_once(office, count, unsure=unsure)
    assert max(Counter(str(letter["To"]) for letter in office.received).values()) == 1
    assert Notice.objects.filter(channel=Channel.EMAIL, letter__isnull=False).count() == count


@pytest.mark.soak  # the short form is in test_chaos.py
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("letters", "kills"), [(1000, 12)])
def test_a_worker_killed_in_the_middle_of_delivering_tells_nobody_twice_and_loses_nothing(
    settings, letters: int, kills: int
) -> None:
    tell_everybody(letters)
    with faults.post_office(free_port(), seconds_a_letter=SLOW) as office:
        for kill in range(kills):
            enough = letters * (kill + 1) // (kills + 2)
            with faults.worker(redis=settings.REDIS_URL, smtp_port=office.port):
                wait_until(lambda: len(office.received) > enough, seconds=90, otherwise="the worker never delivered")  # noqa: B023
            assert not all_done(letters), "the kill came too late to prove anything"
            ten_minutes_pass()
        with faults.worker(redis=settings.REDIS_URL, smtp_port=office.port):
            wait_until(lambda: all_done(letters), seconds=60 + letters, otherwise="some letters were never sent")
    assert_told_once(office, letters, unsure=2 * kills)


@pytest.mark.soak  # the short form is in test_chaos.py
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("how", ["emptied", "killed"])
@pytest.mark.parametrize(("letters", "times"), [(200, 6)])
def test_a_redis_that_loses_everything_in_the_middle_delays_and_no_more(
    redis_of_its_own: Redis, how: str, letters: int, times: int
) -> None:
    with (
        faults.post_office(free_port(), seconds_a_letter=SLOW) as office,
        faults.worker(redis=redis_of_its_own.url, smtp_port=office.port) as worker,
    ):
        for time in range(times):
            tell_everybody(letters)
            before = letters * time
            wait_until(lambda: len(office.received) > before, seconds=90, otherwise="the worker never delivered")  # noqa: B023
            if how == "emptied":
                redis_of_its_own.empty()
            else:
                redis_of_its_own.kill()
                redis_of_its_own.start()
        tell_everybody(letters)
        wait_until(
            lambda: all_done(letters * (times + 1)), seconds=60 + letters, otherwise="some letters were never sent"
        )
        ticks = SweepRun.objects.count()
        wait_until(lambda: SweepRun.objects.count() > ticks + 1, seconds=30, otherwise="the beat stopped")
        assert worker.poll() is None, "the worker died"
    assert_told_once(office, letters * (times + 1), unsure=0)


@pytest.mark.parametrize(("due", "processes"), sizes(short=(300, 2), long=(3000, 6)))
def test_sweeps_at_once_from_several_processes_tell_each_due_notice_once(due: int, processes: int) -> None:
    registrar = PersonFactory(account=AccountFactory(groups=[REGISTRAR]), language="en")
    SignatoryFactory()
    issued = clock.today() - timedelta(days=7)
    import_rows(data=table(due, issued), file_name="t.csv", at=clock.now() - timedelta(days=7))
    Certificate.objects.update(held_at=clock.now(), held_reason="is being checked")
    tell_everybody(100)
    with faults.post_office(free_port(), seconds_a_letter=0.01) as office:
        sweeps = [faults.manage("sweep", "--json", smtp_port=office.port) for _each in range(processes)]
        answers = [(json.loads(sweep.communicate(timeout=300)[0]), sweep.returncode) for sweep in sweeps]
    assert [code for _answer, code in answers] == [0] * processes
    assert sum(answer["opened"] for answer, _code in answers) == due == Deadline.objects.count()
    assert sum(answer["delivered"] for answer, _code in answers) == len(office.received)
    told = Notice.objects.filter(recipient=registrar, channel=Channel.INBOX)
    assert told.count() == due == told.values("about").distinct().count()
    left = Notice.objects.waiting_for_a_letter()
    assert not left.exclude(recipient=registrar).exists()  # what came after the day's digest waits for tomorrow's
    assert not left.exists() or Letter.objects.filter(recipient=registrar).count() == 1
    assert_sent_once(office, Letter.objects.count(), unsure=0)


@pytest.mark.parametrize(("rows", "kills"), sizes(short=(6000, 1), long=(20_000, 8)))
def test_an_import_killed_in_the_middle_leaves_nothing_and_completes_when_done_again(
    tmp_path: Path, rows: int, kills: int
) -> None:
    SignatoryFactory()
    path = tmp_path / "large.csv"
    path.write_bytes(table(rows, clock.today() - timedelta(days=3)))
    for _kill in range(kills):
        command = faults.manage("import_certificates", str(path), "--json")
        wait_until(
            lambda: faults.writing_to("registry_certificate"), seconds=60, otherwise="the import never wrote anything"
        )
        faults.kill(command)
        wait_until(lambda: not faults.writing_to("registry_certificate"), seconds=30, otherwise="its locks stayed")
        assert (Certificate.objects.count(), ImportBatch.objects.count()) == (0, 0)
    first, again = (
        json.loads(faults.manage("import_certificates", str(path), "--json").communicate(timeout=600)[0])
        for _time in range(2)
    )
    assert (first["accepted"], first["already_there"], first["rejected"]) == (rows, 0, [])
    assert (again["accepted"], again["already_there"], again["rejected"]) == (0, rows, [])
    numbers = set(Certificate.objects.values_list("record_number", flat=True))
    assert len(numbers) == rows == Certificate.objects.count()
    assert {int(number.rpartition("-")[2]) for number in numbers} == set(range(1, rows + 1)), "the numbers have a gap"


@pytest.mark.parametrize("letters", sizes(short=(50,), long=(1000,)))
def test_a_mail_server_that_takes_letters_and_hangs_up_gets_none_of_them_twice(settings, letters: int) -> None:
    tell_everybody(letters)
    with faults.post_office(free_port(), drop_every=3) as office:
        with faults.worker(redis=settings.REDIS_URL, smtp_port=office.port):
            wait_until(lambda: all_done(letters), seconds=60 + letters, otherwise="some letters were never tried")
        assert_told_once(office, letters, unsure=office.hung_up)
        assert post_room().perhaps_sent == office.hung_up > 0


@pytest.mark.parametrize("letters", sizes(short=(30,), long=(300,)))
def test_a_mail_server_that_always_hangs_up_is_left_alone_until_it_is_well(settings, letters: int) -> None:
    tell_everybody(letters)
    port = free_port()
    with (
        faults.post_office(port, drop_every=1) as ill,
        faults.worker(redis=settings.REDIS_URL, smtp_port=port),
    ):
        wait_until(lambda: all_wait(letters), seconds=90, otherwise="the worker never saw that the server is ill")
        unsure = post_room().perhaps_sent
        assert len(ill.received) == unsure <= 2 * (letters // BATCH + 1), "two letters of a batch are risked, no more"
        ill.drop_every = 0
        ten_minutes_pass()
        wait_until(lambda: all_done(letters), seconds=60 + letters, otherwise="some letters were never sent")
    assert_told_once(ill, letters, unsure=unsure)


HEADINGS = [
    "surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "outcomes", "issue_date",
]  # fmt: skip


def table(count: int, issued: date) -> bytes:
    """Return a file of ``count`` certificates without numbers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number in range(count):
        topic = f"Безпечне середовище, потік {number}"
        writer.writerow(
            ["Гнатюк", "Олена", "Василівна", "distance", "programme", topic, 30, "Планує.", issued.isoformat()]
        )
    return text.getvalue().encode()
