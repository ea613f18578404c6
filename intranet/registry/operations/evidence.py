"""Evidence of publication for an inspection: a table, a summary to be signed, and the control mark (REG-01)."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
import zipfile
from datetime import date, datetime
from typing import IO, Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import audit, clock, institution
from intranet.core.dates import format_date, one_stop
from intranet.core.models import Account
from intranet.core.typesetting.compiling import compile_here
from intranet.registry.models import Head
from intranet.registry.operations import sealing
from intranet.registry.operations.open_data import site_origin
from intranet.registry.printing.designs import Design, supplied
from intranet.registry.queries import compliance, marks
from intranet.registry.queries.compliance import Counts, Evidence
from intranet.registry.tables.cells import safe_cell

TABLE, SUMMARY, MARK = "publication.csv", "summary.pdf", "control-mark.txt"
BOM = "\ufeff"


def take(*, since: date, until: date, at: datetime, actor: Account | None = None) -> IO[bytes]:
    """Return an archive of what proves publication in a period; taking it is recorded. Raises CannotMark.

    The summary names the checksum of the table and the head of the log at that moment; the control mark is made with
    the register's key over both. It shows any later change of the table, and is no signature.
    """
    sealing.place()
    head = sealing.mark(at=at, actor=actor)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    language = institution.current().default_language
    with translation.override(language), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        checksum, rows = _write_table(archive, since, until, at)
        facts = _facts(since, until, checksum, head)
        archive.writestr(SUMMARY, _summary(since, until, at, facts))
        archive.writestr(MARK, _marked(facts))
    audit.record(
        "registry.evidence_taken", at=at, actor=actor, since=since.isoformat(), until=until.isoformat(), rows=rows,
        checksum=checksum,
    )  # fmt: skip
    file.seek(0)
    return file


def _write_table(archive: zipfile.ZipFile, since: date, until: date, at: datetime) -> tuple[str, int]:
    """Write the table of every certificate; return its checksum and its number of rows."""
    digest, rows = hashlib.sha256(), 0
    with archive.open(TABLE, "w", force_zip64=True) as into:

        def write(cells: list[str]) -> None:
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(cells)
            data = line.getvalue().encode()
            digest.update(data)
            into.write(data)

        digest.update(BOM.encode())
        into.write(BOM.encode())
        write(_headings())
        for each in compliance.evidence(since=since, until=until, at=at):
            write(_cells(each))
            rows += 1
    return digest.hexdigest(), rows


def _headings() -> list[str]:
    return [
        _("Record number"),
        _("Surname, initials"),
        _("Issue date"),
        _("Registered"),
        _("Last day to publish"),
        _("Published"),
        _("Days late"),
        _("Why it is held back"),
    ]


def _cells(each: Evidence) -> list[str]:
    return [
        safe_cell(each.record_number),
        safe_cell(each.name),
        each.issue_date.isoformat(),
        _moment(each.registered_at),
        each.publish_due.isoformat(),
        _moment(each.published_at) if each.published_at else "",
        str(each.days_late),
        safe_cell(each.held_reason),
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(institution.time_zone()).isoformat(timespec="seconds")


def _facts(since: date, until: date, checksum: str, head: Head | None) -> dict[str, str]:
    """Return what the control mark is made over, in the order of its lines."""
    return {
        "period": f"{since.isoformat()}/{until.isoformat()}",
        TABLE: f"sha256:{checksum}",
        "log": f"{head.size} {bytes(head.root).hex()}" if head else "0",
    }


def _marked(facts: dict[str, str]) -> str:
    """Return the facts as a note with the mark of the register's key; without it where no key was made yet."""
    signer = marks.ring().signer
    text = "".join(f"{line}\n" for line in (f"{marks.origin()}/evidence", *(f"{k} {v}" for k, v in facts.items())))
    return signer.note(text) if signer else text


def _summary(since: date, until: date, at: datetime, facts: dict[str, str]) -> bytes:
    ours, language = institution.current(), translation.get_language()
    months = compliance.by_month(since=since, until=until, at=at)
    day = clock.date_of(at)
    rows = [[f"{month.start:%m.%Y}", *_figures(month.counts)] for month in reversed(months)]
    data: dict[str, Any] = {
        "language": language,
        "provider": ours.name_in(language),
        "date": [day.year, day.month, day.day],
        "moment": int(at.timestamp()),
        "verify_address": site_origin() + reverse("certificate_log"),
        "words": _words(since, until, at),
        "columns": [
            _("Month of issue"),
            _("Issued"),
            _("In time"),
            _("Late"),
            _("Most days late"),
            _("Waiting"),
            _("Overdue"),
        ],
        "rows": [*rows, [_("Total"), *_figures(compliance.total(months))]],
        "mark": [[_("Checksum of the table (SHA-256)"), facts[TABLE]], [_("Head of the log"), facts["log"]]],
    }
    return compile_here(Design(languages=(language,), source=supplied("evidence")), data)


def _figures(counts: Counts) -> list[str]:
    parts = (counts.issued, counts.in_time, counts.late, counts.most_days_late, counts.waiting, counts.overdue)
    return [str(part) for part in parts]


def _words(since: date, until: date, at: datetime) -> dict[str, str]:
    language = translation.get_language()
    return {
        "title": _("Publication of the list of issued CPD certificates"),
        "period": one_stop(
            _("Certificates issued from %(since)s to %(until)s, as the register stood on %(day)s.")
            % {
                "since": format_date(since, language),
                "until": format_date(until, language),
                "day": format_date(clock.date_of(at), language),
            }
        ),
        "rule": _(
            "A certificate is published in time where the public list shows it within 15 calendar days of issue."
        ),
        "mark_title": _("Control mark"),
        "mark": _(
            "By it any later change of the table shows. It is no signature: this summary is signed with a qualified"
            " signature, where one is needed."
        ),
        "signature": _("Signature:"),
        "qr": _("QR code of the page that shows the log of the register"),
    }
