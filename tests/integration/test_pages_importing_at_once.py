"""One file and two people, or one person's two clicks, at the same moment: one draft."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from intranet.core import clock, jobs
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.models import SourceFile, TextUpload
from intranet.documents.operations.uploading import UsedAlready, keep_upload
from intranet.pages.models import RegulationPage
from intranet.pages.operations.approving import GivenApproval
from intranet.pages.operations.importing_uploads import ImportedBefore, make_draft
from tests.factories.files import text_file

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

RULES = text_file("ПРАВИЛА", "1. ЗАГАЛЬНІ ПОЛОЖЕННЯ", "1.1. Ці правила діють у бібліотеці коледжу.")


def uploads(*owners: str) -> list[TextUpload]:
    for owner in owners:
        actor = Account.objects.create_superuser(owner, f"{owner}@example.org", "x")
        keep_upload(file_name="п.txt", data=RULES, kind="regulation", language="uk", at=clock.now(), actor=actor)
    jobs.run_waiting(at=clock.now())
    return list(TextUpload.objects.order_by("pk"))


def at_once(*makers: Callable[[], Any]) -> list[type[Refusal]]:
    """Call all at the same moment and return what was refused."""
    ready, refused = threading.Barrier(len(makers)), []

    def work(maker: Callable[[], Any]) -> None:
        ready.wait()
        try:
            maker()
        except Refusal as refusal:
            refused.append(type(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[maker]) for maker in makers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def maker(upload: TextUpload) -> Callable[[], Any]:
    return lambda: make_draft(
        upload=TextUpload.objects.get(pk=upload.pk),
        title="Правила",
        approval=GivenApproval(),
        at=clock.now(),
        actor=upload.uploaded_by,
    )


def test_two_clicks_make_one_draft() -> None:
    [upload] = uploads("one")
    assert at_once(maker(upload), maker(upload), maker(upload)) == [UsedAlready, UsedAlready]
    assert (RegulationPage.objects.count(), SourceFile.objects.count()) == (1, 1)
    connection.close()


def test_two_people_with_the_same_file_make_one_draft() -> None:
    mine, theirs = uploads("one", "two")
    assert at_once(maker(mine), maker(theirs)) == [ImportedBefore]
    assert (RegulationPage.objects.count(), SourceFile.objects.count()) == (1, 1)
    connection.close()
