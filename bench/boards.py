"""The boards of a person, of a unit and of the institution: at 10,000 deadlines and at the size of the bench."""

from __future__ import annotations

import statistics
import time
from datetime import date

from django.db import connection
from django.test import Client

from intranet.core import clock
from intranet.core.models import Account
from intranet.core.rights import HR
from intranet.deadlines.models import Deadline
from intranet.people.enums import PostKind
from intranet.people.models import Appointment, Person, Post, Unit

SMALL = 10_000
PEOPLE, OF_A_UNIT, UNITS_BELOW = 2000, 20, 10  # the head's board is that of a unit and of ten below it
ROUNDS = 15
MOST = 1.5
ADDRESSES = {
    "a person's": "/uk/my/deadlines/?of=me",
    "a unit's": "/uk/my/deadlines/?of=unit",
    "the institution's": "/uk/my/deadlines/?of=institution",
    "what the institution has met late": "/uk/my/deadlines/?of=institution&state=met_late",
    "what a unit has met": "/uk/my/deadlines/?of=unit&state=met",
    "the institution's in the admin": "/admin/deadline/",
    "a person's month": "/uk/my/deadlines/calendar/?of=me",
    "a unit's month": "/uk/my/deadlines/calendar/?of=unit",
    "the institution's month": "/uk/my/deadlines/calendar/?of=institution",
}
# A third is met, one in fifty of it late; a tenth names nobody and is the registrars'; the days lie within five years.
FILL = """
    INSERT INTO deadlines_deadline
        (rule_key, subject_id, label, anchor, due_on, responsible_id, opened_on, met_on, waiver_reason, waiver_note,
         nobody_told)
    WITH RECURSIVE numbers (n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)
    SELECT CASE WHEN n %% 10 = 0 THEN 'reg.publish' ELSE 'job.ack' END, 1000000000 + n, 'B-' || n, {day}, {day},
           CASE WHEN n %% 10 = 0 THEN NULL ELSE %s + n %% %s END, {day},
           CASE WHEN n %% 150 = 1 THEN {later} WHEN n %% 3 = 1 THEN {day} END, '', '', {no}
    FROM numbers
"""


def measure(size: int) -> None:
    """Print the median time of each board at both sizes, and their ratio; how many queries each asks, a test holds."""
    Deadline.objects.all().delete()
    head, first = _make_people()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(head)
    _fill(1, SMALL, first)
    small = {name: _median(client, address) for name, address in ADDRESSES.items()}
    _fill(SMALL + 1, size, first)
    for name, address in ADDRESSES.items():
        large = _median(client, address)
        print(
            f"{name}: {1000 * small[name]:.0f} ms at {SMALL}, {1000 * large:.0f} ms at {size}: "
            f"{large / small[name]:.2f} (at most {MOST})"
        )


def _make_people() -> tuple[Account, int]:
    """Make the people and their units; return the head of eleven of these and the key of the first person."""
    first = (Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1000
    Person.objects.bulk_create(
        Person(pk=first + n, surname=f"Б{n}", sort_key=f"{n:06}", search_key=f" {n}") for n in range(PEOPLE)
    )
    top = _unit("bench", None)
    units = [top, *(_unit(f"bench-{n}", top if n <= UNITS_BELOW else None) for n in range(1, PEOPLE // OF_A_UNIT))]
    posts = [Post.objects.create(unit=unit, titles={"uk": "Посада"}, sort_key="п", search_key=" п") for unit in units]
    Appointment.objects.bulk_create(
        Appointment(person_id=first + n, post=posts[n // OF_A_UNIT], since=date(2020, 1, 1)) for n in range(PEOPLE)
    )
    Post.objects.filter(pk=posts[0].pk).update(kind=PostKind.HEAD_OF_UNIT)
    Appointment.objects.filter(person_id__gt=first, post=posts[0]).update(post=posts[1])
    account = Account.objects.create_user("bench-head", is_active=True)
    account.groups.set(account.groups.model.objects.filter(name=HR))
    Person.objects.filter(pk=first).update(account=account)
    return account, first


def _unit(code: str, parent: Unit | None) -> Unit:
    key = f"{parent.tree_key if parent else ''}{code}\x01"
    return Unit.objects.create(
        names={"uk": code}, code=code, parent=parent, depth=1 if parent else 0, tree_key=key, search_key=f" {code}"
    )


def _fill(begin: int, end: int, first: int) -> None:
    postgres = connection.vendor == "postgresql"
    start = clock.today().replace(day=1).isoformat()
    days = "(n %% 1826 * 7919) %% 1826 - 913"
    values = {
        "day": f"DATE '{start}' + ({days})" if postgres else f"date('{start}', ({days}) || ' days')",
        "later": f"DATE '{start}' + ({days}) + 3" if postgres else f"date('{start}', ({days} + 3) || ' days')",
        "no": "FALSE" if postgres else "0",
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(**values), [begin, end, first, PEOPLE])
        cursor.execute("VACUUM ANALYZE" if postgres else "ANALYZE")


def _median(client: Client, address: str) -> float:
    client.get(address)
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(address)
        taken.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
    return statistics.median(taken)
