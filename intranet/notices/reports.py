"""Delivery reports as mail servers write them (RFC 3464), read with Python's email package. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import default as policy

from intranet.notices.rules import names_a_wrong_address

LONGEST = 5_000_000  # bytes: a report with the whole letter in it is far shorter
UNSPECIFIED = "5.0.0"  # what servers without codes of their own write for "no such mailbox"
_ID = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True)
class Report:
    """What a mail server said about one letter.

    ``came_back``: it was given up, else it is late and tried on. ``address_fails``: and the address is the reason.
    """

    message_id: str
    said: str
    came_back: bool
    address_fails: bool


class NotAReport(Exception):
    """The message is no delivery report: an answer, an advertisement, a report of success."""


def read(raw: bytes) -> list[Report]:
    """Return what a delivery report says. Raises NotAReport.

    The letter is known by the Message-ID in the part of it that the report returns. What says no more than that a
    letter arrived, was relayed or was expanded into a list gives nothing.
    """
    if len(raw) > LONGEST:
        raise NotAReport
    try:
        message = BytesParser(policy=policy).parsebytes(raw)
        message_id = _letter_of(message)
        reports = list(_reports(message, message_id)) if message_id else []
    except (ValueError, LookupError, AttributeError, TypeError) as error:  # what a crooked header makes of the parser
        raise NotAReport from error
    if not reports:
        raise NotAReport
    return reports


def _letter_of(message: Message) -> str:
    """Return the Message-ID of the letter that the report returns, whole or by its headings."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inside = part.get_payload()
            letter = inside[0] if isinstance(inside, list) and inside else None
            if isinstance(letter, Message) and (found := _ID.search(str(letter.get("Message-ID", "")))):
                return found.group()
        if part.get_content_type() == "text/rfc822-headers":
            headings = part.get_payload(decode=True)
            letter = BytesParser(policy=policy).parsebytes(headings if isinstance(headings, bytes) else b"", True)
            if found := _ID.search(str(letter.get("Message-ID", ""))):
                return found.group()
    return ""


def _reports(message: Message, message_id: str) -> Iterator[Report]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.get_payload():
                if isinstance(fields, Message) and (report := _report(fields, message_id)):
                    yield report


def _report(fields: Message, message_id: str) -> Report | None:
    action = str(fields.get("Action", "")).strip().lower()
    if action not in {"failed", "delayed"}:
        return None
    status = str(fields.get("Status", "")).strip()
    diagnostic = " ".join(str(fields.get("Diagnostic-Code", "")).split())
    came_back = action == "failed"
    return Report(
        message_id,
        said=" ".join(part for part in (status, diagnostic) if part),
        came_back=came_back,
        address_fails=came_back and (status == UNSPECIFIED or names_a_wrong_address(f"{status} {diagnostic}")),
    )
