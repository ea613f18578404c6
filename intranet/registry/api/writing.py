"""What another system may write under a key: certificates issued, or prepared for somebody to issue."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from intranet.core import clock, throttling
from intranet.registry.api import bodies
from intranet.registry.api.items import ItemReader
from intranet.registry.api.keys import RegisterKey, require_scope
from intranet.registry.api.problems import WRITING, Problem, as_json
from intranet.registry.api.reading import LANGUAGE, router
from intranet.registry.api.schemas import Answer, ProblemSaid
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey, Certificate
from intranet.registry.operations.receiving import BatchRefused, Received, receive
from intranet.registry.operations.requesting import Answered, once

WRITES, WRITES_PER = 120, timedelta(minutes=1)
SCOPES = {"issue": ApiScope.ISSUE, "draft": ApiScope.DRAFT}
IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,100}")

PARAMETERS = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": True,
            "description": gettext_noop(
                "A name of your own for this request. Sent again under the same name, it is answered as before and "
                "nothing is issued twice."
            ),
            "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
        },
        LANGUAGE,
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Batch"}}},
    },
}


@router.post(
    "certificates",
    summary=gettext_noop("Issue certificates"),
    description=gettext_noop(
        "Up to a thousand at once, through the same gate as by hand. All are issued or none, unless “partial” asks for "
        "what is good. A repeat under the same Idempotency-Key is marked with the heading Idempotency-Replayed."
    ),
    operation_id="issue_certificates",
    tags=["writing"],
    auth=RegisterKey(),
    response={200: Answer, 201: Answer, **dict.fromkeys(WRITING, ProblemSaid)},
    openapi_extra=PARAMETERS,
)
def issue_certificates(request: HttpRequest) -> HttpResponse:
    """Issue or prepare the certificates of a batch, once under its idempotency key."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    at = clock.now()
    _count_the_write(key, at)
    name = request.headers.get("Idempotency-Key", "")
    if not IDEMPOTENCY_KEY.fullmatch(name):
        raise Problem(
            400,
            "idempotency_key",
            _("Send the heading Idempotency-Key: up to 100 Latin letters, figures or marks, new for each request."),
        )
    body = bodies.read(request)
    require_scope(key, SCOPES[body.batch.mode])
    origin = request.build_absolute_uri("/")[:-1]

    def perform() -> Answered:
        return _perform(body.batch, key, at, origin)

    if body.batch.dry_run:
        done = perform()
    else:
        done = once(key=key, idempotency_key=name, body_hash=body.checksum, at=at, perform=perform)
    said = Answer.model_validate(done.answer).model_dump(mode="json")  # in one order: PostgreSQL keeps none
    response = HttpResponse(as_json(said), status=done.status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if done.is_repeat:
        response["Idempotency-Replayed"] = "true"
    return response


def _perform(batch: Any, key: ApiKey, at: datetime, origin: str) -> Answered:
    reader = ItemReader(late_reason=batch.late_reason)
    wanted = [reader.read(raw) for raw in batch.certificates]
    try:
        received = receive(
            wanted=wanted, scope=SCOPES[batch.mode], at=at, key=key, series=batch.series, partial=batch.partial,
            dry_run=batch.dry_run,
        )  # fmt: skip
    except BatchRefused as refusal:
        raise Problem(422, "certificates", str(refusal), faults=_faults(refusal.faults)) from None
    answer = {
        "mode": batch.mode,
        "dry_run": batch.dry_run,
        "accepted": len(wanted) - len(received.faults),
        "rejected": len(received.faults),
        "certificates": _made(received, origin),
        "errors": _faults(received.faults),
    }
    return Answered(200 if batch.dry_run else 201, answer)


def _made(received: Received, origin: str) -> list[dict[str, Any]]:
    return [
        {
            "index": place,
            "record_number": row.record_number if isinstance(row, Certificate) else None,
            "code": row.code if isinstance(row, Certificate) else None,
            "url": origin + row.url if isinstance(row, Certificate) else None,
            "draft": None if isinstance(row, Certificate) else row.pk,
        }
        for place, row in received.made.items()
    ]


def _faults(faults: Any) -> list[dict[str, Any]]:
    return [bodies.said(fault, place) for place in sorted(faults) for fault in faults[place]]


def _count_the_write(key: ApiKey, at: datetime) -> None:
    if throttling.allowed("api write", str(key.pk), limit=WRITES, per=WRITES_PER, at=at):
        return
    wait = throttling.seconds_to_wait("api write", str(key.pk), limit=WRITES, per=WRITES_PER, at=at)
    raise Problem(
        429,
        "too_many",
        _("That is too much at once. Try again after the seconds that the heading Retry-After names."),
        headers={"Retry-After": str(max(1, wait))},
    )
