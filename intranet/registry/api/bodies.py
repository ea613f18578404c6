"""What is sent: JSON of a bearable size, read strictly."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import ValidationError

from intranet.registry import wording
from intranet.registry.api.items import faults_of
from intranet.registry.api.problems import Problem
from intranet.registry.api.schemas import Batch
from intranet.registry.operations.receiving import Fault
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell

MOST_BYTES = 10 * 1024 * 1024
TEXTS = ("series", "late_reason")


class Body(NamedTuple):
    """A batch as it was sent, and what its bytes are known by."""

    batch: Batch
    checksum: str


def read(request: HttpRequest) -> Body:
    """Read the batch of a request. Raises Problem."""
    if (request.content_type or "").lower() != "application/json":
        raise Problem(415, "not_json", _("Send JSON, with the heading “Content-Type: application/json”."))
    sent = _bytes(request)
    parsed = _parsed(sent)
    try:
        batch = Batch.model_validate(parsed)
    except ValidationError as error:
        raise _misshapen(faults_of(error)) from None
    clean: dict[str, str] = {}
    for name in TEXTS:
        try:
            clean[name] = cells.text(getattr(batch, name))
        except BadCell as bad:
            raise _misshapen([Fault(name, bad.code, str(wording.CELLS[bad.code]))]) from None
    return Body(batch.model_copy(update=clean), hashlib.sha256(sent).hexdigest())


def _misshapen(faults: list[Fault]) -> Problem:
    return Problem(
        422,
        "batch",
        _("The batch is not put together as the description of the API says. Each fault is named below."),
        faults=[said(fault) for fault in faults],
    )


def said(fault: Fault, index: int | None = None) -> dict[str, Any]:
    """Return a fault as the API says it."""
    return {
        "index": index,
        "field": fault.field,
        "rule": fault.rule,
        "code": fault.code,
        "message": fault.message,
        "proposed": fault.proposed,
    }


def _bytes(request: HttpRequest) -> bytes:
    """Return what was sent, unless its heading says that it is too much: then it is not even read."""
    too_large = Problem(413, "too_large", _("Send at most 10 MB at once; the rest in a request of its own."))
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise too_large
    except ValueError:
        raise _unreadable() from None
    sent = request.read(MOST_BYTES + 1)
    if len(sent) > MOST_BYTES:
        raise too_large
    return bytes(sent)


def _parsed(sent: bytes) -> Any:
    """Return the JSON; what a lenient reader would guess at (NaN, a name given twice) is refused."""
    try:
        return json.loads(
            sent.decode(), parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_without_repeats
        )
    except (ValueError, ArithmeticError, RecursionError):
        raise _unreadable() from None


def _unreadable() -> Problem:
    return Problem(
        400, "bad_json", _("This is no JSON that can be read: in UTF-8, each name once, no NaN, not nested deeply.")
    )


def _refused(written: str) -> NoReturn:
    raise ValueError(written)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated")
    return found
