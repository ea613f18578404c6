"""Letters on their way: handed to workers and delivered to a mail server, against the least that has to be done."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from django.conf import settings
from django.db import connection
from django.test import override_settings

from bench import sink
from intranet.core import clock
from intranet.notices.models import Letter
from intranet.notices.operations import deliver
from intranet.notices.operations.marking import LEASE, take
from tests.components import ROOT

LETTERS = 3000
BATCH = 100  # as a delivery takes them
BY_HAND = 1000
TASKS = 2000
THINKS = 0.02  # seconds that a mail server away from here needs for a letter
WORKERS = (1, 2, 4)
SMTP = "django.core.mail.backends.smtp.EmailBackend"
TEXT = "Нагадуємо: запис про посвідчення слід оприлюднити не пізніше від 14 лютого 2026 року (п. 3.3 Положення).\n"


def measure(letters: int = LETTERS) -> None:
    """Print how letters are handed to workers, delivered by one, and delivered by several."""
    print(f"{letters} letters on {connection.vendor}")
    _measure_handing_over(letters * 10)
    _measure_one_worker(letters)
    _measure_growth(letters // 3)
    Letter.objects.filter(key__startswith="bench:").delete()


def _measure_handing_over(letters: int) -> None:
    _write(letters)
    began = time.perf_counter()
    taken = 0
    while batch := take(at=clock.now(), size=BATCH):
        taken += len(batch)
    ours = taken / (time.perf_counter() - began)
    if connection.vendor == "postgresql":
        _write(letters)
        by_hand = _by_hand()
        print(f"handing over: {ours:,.0f} letters/s : {by_hand:,.0f} by hand = {ours / by_hand:.2f} of it")
    if getattr(settings, "REDIS_URL", ""):
        tasks = _one_task_each(TASKS)
        print(f"handing over: {ours:,.0f} letters/s : {tasks:,.0f} tasks/s, one a letter = {ours / tasks:.0f} times")


def _by_hand() -> float:
    """Take letters in batches of a thousand with SKIP LOCKED; return how many a second."""
    now, until, taken = clock.now(), clock.now() + LEASE, 0
    began = time.perf_counter()
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "UPDATE notices_letter SET next_attempt_at = %s WHERE id IN (SELECT id FROM notices_letter"
                " WHERE state IN ('queued', 'failed') AND next_attempt_at <= %s"
                " ORDER BY next_attempt_at, id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id",
                [until, now, BY_HAND],
            )
            if not (batch := cursor.fetchall()):
                return taken / (time.perf_counter() - began)
            taken += len(batch)


def _one_task_each(count: int) -> float:
    """Send a task that does nothing for each letter, and have one worker take them; return how many a second."""
    import redis

    from intranet.celery import app

    began = time.perf_counter()
    for _each in range(count):
        app.send_task("celery.accumulate", queue="delivery", ignore_result=True)
    published = time.perf_counter() - began
    command = [sys.executable, "-m", "celery", "-A", "intranet.celery", "--quiet", "worker", "--pool", "solo",
               "--queues", "delivery", "--loglevel", "ERROR", "--without-mingle", "--without-gossip"]  # fmt: skip
    worker = subprocess.Popen(command, cwd=ROOT)
    queue = redis.Redis.from_url(str(settings.REDIS_URL))
    try:
        while (left := int(str(queue.llen("delivery")))) == count:
            time.sleep(0.01)
        began = time.perf_counter()
        while queue.llen("delivery"):
            time.sleep(0.01)
        return count / (published + (time.perf_counter() - began) * count / left)
    finally:
        worker.kill()
        worker.wait()


def _measure_one_worker(letters: int) -> None:
    """Deliver the same letters by ours and by smtplib alone, in turns, to a server that does not think."""
    with sink.running() as port, _mail_to(port):
        _write(letters)
        rows = list(Letter.objects.filter(key__startswith="bench:").order_by("pk"))
        plain = min(_bare(rows, port) for _round in range(2))
        ours = _ours(letters)
        _write(letters)
        ours = min(ours, _ours(letters))
    print(
        f"delivering, one worker: {ours / letters * 1000:.2f} ms a letter : {plain / letters * 1000:.2f} ms of smtplib"
        f" = {ours / plain:.2f}"
    )


def _bare(letters: list[Letter], port: int) -> float:
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for letter in letters:
            message = EmailMessage()
            message["From"], message["To"] = settings.DEFAULT_FROM_EMAIL, letter.address
            message["Subject"], message["Message-ID"] = letter.subject, letter.message_id
            message.set_content(letter.text)
            message.add_alternative(letter.html, subtype="html")
            server.send_message(message)
    return time.perf_counter() - began


def _ours(letters: int) -> float:
    began = time.perf_counter()
    result = deliver(at=clock.now(), limit=letters, seconds=3600)
    assert result.sent == letters, result
    return time.perf_counter() - began


def _measure_growth(letters: int) -> None:
    """Deliver to a server that thinks about each letter, as one across a network does, by more and more workers."""
    with sink.running(pause=THINKS) as port:
        first = 0.0
        for workers in WORKERS:
            _write(letters)
            rate = letters / _by_workers(workers, letters, port)
            first = first or rate
            print(f"delivering, {workers} workers, {THINKS * 1000:.0f} ms a letter there: {rate:.0f} letters/s,"
                  f" {rate / first:.1f} times one worker")  # fmt: skip


def _by_workers(count: int, letters: int, port: int) -> float:
    """Deliver in processes of their own, which begin when all are ready; return the seconds of the slowest."""
    code = "import django; django.setup(); from bench import delivering; delivering.work()"
    environment = {**os.environ, "BENCH_SMTP_PORT": str(port)}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _each in range(count)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.wait()
    taken = time.perf_counter() - began
    assert Letter.objects.filter(key__startswith="bench:", state="sent").count() == letters
    return taken


def work() -> None:
    """Be a worker: say that it is ready, wait for the word, and deliver until nothing is due."""
    with _mail_to(int(os.environ["BENCH_SMTP_PORT"])):
        Letter.objects.exists()
        print("ready", flush=True)
        sys.stdin.readline()
        while deliver(at=clock.now()).more:
            pass


@contextmanager
def _mail_to(port: int) -> Iterator[None]:
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        yield


def _write(letters: int) -> None:
    """Have so many letters wait, with words as long as a digest of ten notices has them."""
    Letter.objects.filter(key__startswith="bench:").delete()
    now = clock.now()
    html = f"<!doctype html><html><body>{''.join(f'<p>{TEXT}</p>' for _each in range(30))}</body></html>"
    Letter.objects.bulk_create(
        (
            Letter(
                key=f"bench:{number}",
                languages="uk",
                address=f"p{number}@example.org",
                subject="Ваші 10 повідомлень за 14 лютого 2026 р.",
                text=TEXT * 20,
                html=html,
                message_id=f"<bench-{number}@example.org>",
                next_attempt_at=now,
                created_at=now,
            )
            for number in range(letters)
        ),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_letter" if connection.vendor == "postgresql" else "ANALYZE")
