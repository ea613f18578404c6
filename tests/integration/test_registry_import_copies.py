"""Bringing lost certificates back from a published copy of the list, with the codes that are printed on them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from intranet.core import clock
from intranet.registry.models import Certificate, Leaf
from intranet.registry.operations.importing import Outcome, import_rows
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CODE, OTHER = "abcdefgh0123456789jkmnpq", "zzzzzzzzzzzzzzzzzzzzzzzz"
HEADING = "name,form,kind,topic,hours,ects,issue_date,record_number,status,status_date,url"


def line(number: str = "К-1", code: str = CODE, status: str = "valid", name: str = "Гнатюк О. В.") -> str:
    return f"{name},дистанційна,тренінг,Основи,30,1,2026-02-14,{number},{status},,https://c.example/uk/verify/{code}/"


def run(*lines: str, heading: str = HEADING, **options: Any) -> Outcome:
    data = "\n".join([heading, *lines]).encode()
    return import_rows(data=data, file_name="copy.csv", at=make.ISSUED_AT, **{"is_historical": True, **options})


def test_what_was_lost_comes_back_from_the_list_itself_and_verifies_as_before(client: Client) -> None:
    lost = make.certificate(surname="Гнатюк")
    Certificate.objects.update(first_published_at=make.PUBLIC_AT)
    copy = client.get("/uk/certificates/export.csv")
    data = b"".join(copy.streaming_content) if copy.streaming else copy.content
    Leaf.objects.all().delete()
    Certificate.objects.all().delete()
    outcome = import_rows(data=data, file_name="copy.csv", at=make.ISSUED_AT, is_historical=True)
    assert (outcome.accepted, outcome.rejected, outcome.unknown_columns) == (1, [], ["status_date"])
    back = Certificate.objects.get()
    assert (back.code, back.record_number, back.public_name) == (lost.code, lost.record_number, lost.public_name)
    assert client.get(f"/uk/verify/{lost.code}/").status_code == 200
    assert import_rows(data=data, file_name="copy.csv", at=clock.now(), is_historical=True).already_there == 1


def test_a_code_is_taken_only_where_it_is_free() -> None:
    assert run(line()).accepted == 1
    outcome = run(line(number="К-2", name="Лис І."), line(number="К-3", code=OTHER), line(number="К-4", code=OTHER))
    assert (outcome.accepted, outcome.already_there) == (1, 0)
    assert [(each.row, each.column, each.value) for each in outcome.rejected] == [(2, "url", CODE), (4, "url", OTHER)]
    assert Certificate.objects.filter(code=CODE).get().record_number == "К-1"


@pytest.mark.parametrize("code", ["", "short", CODE + "0", "u" * 24, "код"])
def test_what_cannot_be_a_code_is_passed_over_and_a_new_one_is_given(code: str) -> None:
    assert run(line(code=code)).accepted == 1
    assert Certificate.objects.get().code not in {"", code}


def test_a_column_of_codes_will_do_too() -> None:
    assert run(f"Гнатюк Олена,очна,семінар,Основи,30,2026-02-14,{CODE.upper()}",
               heading="name,form,kind,topic,hours,issue_date,Код перевірки").accepted == 1  # fmt: skip
    assert Certificate.objects.get().code == CODE


@pytest.mark.parametrize("status", ["annulled", "superseded", "анульовано"])
def test_what_the_copy_does_not_give_as_valid_is_named(status: str) -> None:
    outcome = run(line(status=status), line(number="К-2", code=OTHER, status=""))
    assert (outcome.accepted, [(each.row, each.column) for each in outcome.rejected]) == (1, [(2, "status")])
    assert outcome.rejected[0].label


def test_an_ordinary_import_knows_no_codes() -> None:
    make.SignatoryFactory()
    heading = "surname,given_name,form,kind,topic,hours,issue_date,outcomes,url"
    outcome = run(f"Гнатюк,Олена,очна,семінар,Основи,30,2026-02-14,Уміє.,{CODE}", heading=heading, is_historical=False)
    assert (outcome.accepted, outcome.unknown_columns) == (1, ["url"])
    assert Certificate.objects.get().code != CODE
