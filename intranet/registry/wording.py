"""What the gate's findings say to a person: what is wrong, and the way out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.registry.models import Certificate
from intranet.registry.rules.gate import Missing

SENTENCES: dict[str, str | Promise] = {
    "surname_missing": gettext_lazy("Give the surname of the person."),
    "given_name_missing": gettext_lazy(
        "Give the person’s given name in full. If there is none at all, say that the person has one name only."
    ),
    "two_people": gettext_lazy("There seem to be two people here. Make a certificate for each."),
    "not_a_name": gettext_lazy("There are marks here that no name has. Write the name in letters."),
    "initials_only": gettext_lazy("Write the name in full: a certificate does not carry initials alone."),
    "form_missing": gettext_lazy("Choose the form."),
    "kind_missing": gettext_lazy("Choose the kind."),
    "topic_missing": gettext_lazy("Give the topic: the direction or title."),
    "volume_missing": gettext_lazy("Give the volume: hours, ECTS credits, or both."),
    "volume_out_of_range": gettext_lazy("The volume must be more than nought and no more than five figures."),
    "volume_too_fine": gettext_lazy("Give the volume with two decimals at most."),
    "outcomes_missing": gettext_lazy("Describe the learning outcomes: the certificate must carry them."),
    "issue_date_missing": gettext_lazy("Give the issue date."),
    "issue_date_ahead": gettext_lazy("The issue date lies in the future. Give a date up to today."),
    "late_without_reason": gettext_lazy(
        "The time for publishing a certificate of this date has passed. Say why it is registered late."
    ),
    "period_backwards": gettext_lazy("The training ends before it begins. Correct one of the two dates."),
    "programme_not_published": gettext_lazy(
        "No programme of this name is published here and in force on the issue date. Publish it, or say why the "
        "certificate is issued without a published programme."
    ),
    "public_name_tells_more": gettext_lazy(
        "The public sees the surname and initials alone: leave the full given name and patronymic out."
    ),
    "public_name_without_reason": gettext_lazy(
        "Surname and initials differ from those that the names make. Say why, or leave the field empty."
    ),
    "one_name_to_be_seen": gettext_lazy(
        "The person has one name only. Look at it and issue this certificate by itself."
    ),
    "provider_missing": gettext_lazy("The institution has no full name. Fill it in under Settings."),
    "signatory_missing": gettext_lazy(
        "Nobody signs for the institution on the issue date. Add a signatory under Register, or correct the date."
    ),
    "signatory_not_on_that_day": gettext_lazy(
        "This signatory may not sign on the issue date. Choose another, or correct the date."
    ),
    "pattern_braces": gettext_lazy("The braces do not match. Write it like CPD-{year}-{seq:05}."),
    "pattern_unknown_field": gettext_lazy("Only {series}, {year}, {yy}, {edrpou} and {seq} can stand in braces."),
    "pattern_format": gettext_lazy("Only {seq} can say how many figures it has, for example {seq:05}."),
    "pattern_without_seq": gettext_lazy("The pattern must hold {seq} once: it is what counts."),
    "pattern_without_year": gettext_lazy(
        "Numbers that start again every year need {year} or {yy} in the pattern, or they would repeat."
    ),
}


def sentence(missing: Missing) -> str:
    """Return what a finding of the gate says."""
    return str(SENTENCES[missing.code])


def sentences(found: Iterable[Missing]) -> str:
    """Return all findings as one text."""
    return _("This certificate cannot be issued yet. %(what)s") % {
        "what": " ".join(dict.fromkeys(sentence(each) for each in found))
    }


_FIELD_OF = {"name": "public_name", "status_date": "annulled_on", "provider": "provider_name"}
_LABELS = {
    "full_name": gettext_lazy("Full name"),
    "status": gettext_lazy("State"),
    "url": gettext_lazy("Verification address"),
}


def label(column: str) -> str:
    """Return what a column of a file is called in the admin."""
    if column in _LABELS:
        return str(_LABELS[column])
    field = Certificate._meta.get_field(_FIELD_OF.get(column, column))
    return str(capfirst(str(getattr(field, "verbose_name", column))))


CELLS: dict[str, str | Promise] = {
    "characters": gettext_lazy("There are characters here that cannot be read. Type the text again by hand."),
    "date": gettext_lazy("This is no date. Write it day first, for example 14.02.2026."),
    "number": gettext_lazy("This is no number. Write for example 30 or 7,5."),
    "unit": gettext_lazy("The unit does not belong in this column. Hours and ECTS credits have a column each."),
    "form": gettext_lazy("There is no such form. Use a name from Register, Forms, or add it there."),
    "kind": gettext_lazy("There is no such kind. Use a name from Register, Kinds, or add it there."),
    "signatory": gettext_lazy("Nobody of this name signs on the issue date. Add the signatory under Register."),
    "email": gettext_lazy("This is no e-mail address."),
    "too_long": gettext_lazy("The text is too long for this column."),
    "name_case": gettext_lazy("The name is written in capitals or in small letters."),
    "name_alphabets": gettext_lazy("Latin and Cyrillic letters are mixed in this name."),
    "name_spaces": gettext_lazy("There are spaces or punctuation marks too many in this name."),
    "error": gettext_lazy("The spreadsheet shows an error here. Correct the formula, or type the value."),
    "formula": gettext_lazy(
        "There is a formula here without its result. Open the file, save it anew, or type the value."
    ),
    "volumes_contradict": gettext_lazy(
        "This cell and the column of credits say different things. Correct one of them."
    ),
    "number_shortened": gettext_lazy(
        "The spreadsheet has shortened this number, and figures of it are lost. Type it again as text."
    ),
    "number_empty": gettext_lazy("There is no letter or figure in this record number. Correct it, or leave it empty."),
    "number_taken": gettext_lazy("This record number belongs to another certificate. A number is never used twice."),
    "code_taken": gettext_lazy(
        "This verification code belongs to another certificate already. Look at that one, or leave the code out."
    ),
    "not_valid": gettext_lazy(
        "The copy does not give this certificate as valid. Leave its state empty, and annul it when it is there."
    ),
    "number_twice": gettext_lazy("This record number stands twice in the file, for different certificates."),
}

FILES: dict[str, str | Promise] = {
    "too_large": gettext_lazy("The file is too large. Split it into files of at most 50 MB and 500,000 rows."),
    "old_excel": gettext_lazy("This old Excel file (.xls) cannot be read. Save it as .xlsx or as CSV and try again."),
    "ods": gettext_lazy("This is no Excel file. Save it as .xlsx or as CSV and try again."),
    "password": gettext_lazy("The file is protected by a password. Save it without one and try again."),
    "too_wide": gettext_lazy("The table has more than 1,000 columns. Remove those that are not needed and try again."),
    "empty": gettext_lazy("The file is empty."),
    "encoding": gettext_lazy("The text of the file cannot be read. Save it as CSV UTF-8 and try again."),
    "csv": gettext_lazy("The file cannot be read as CSV: a cell is far too long, or a quotation mark is not closed."),
    "xlsx": gettext_lazy("The file is damaged and cannot be opened as XLSX. Save it anew and try again."),
    "not_a_table": gettext_lazy("This is no table. Save it as XLSX or CSV and try again."),
    "no_heading": gettext_lazy(
        "No heading row was found. Name the columns in one row, among them surname or full_name, topic and issue_date."
    ),
    "heading_twice": gettext_lazy("A column is named twice in the heading row. Remove one of the two."),
    "not_a_copy": gettext_lazy(
        "This is no published copy of the list. Choose the CSV or XLSX file that was downloaded from the public list."
    ),
    "no_state_columns": gettext_lazy(
        "The first row must name at least two columns: record_number and state. Add id and why where there are any."
    ),
    "too_many_answers": gettext_lazy("There are too many rows. Split the file into parts of at most 100,000 rows."),
    "heading_in_two_rows": gettext_lazy("The heading takes two rows. Put all column names into one row."),
}

NOTES: dict[str, str | Promise] = {
    "totals": gettext_lazy("Passed over as totals: rows %(rows)s."),
    "note": gettext_lazy("Passed over, being notes or signatures and no certificates: rows %(rows)s."),
    "numbered": gettext_lazy("Passed over, having a running number and nothing else: rows %(rows)s."),
    "repeats": gettext_lazy(
        "Each of these rows says the same as an earlier one; unless you remove it, it is a certificate of its own: "
        "rows %(rows)s."
    ),
    "repeated": gettext_lazy("The heading stands again and is passed over: rows %(rows)s."),
    "hidden_rows": gettext_lazy("Hidden in the file, and read like all others: rows %(rows)s."),
    "hidden_sheet": gettext_lazy("The sheet “%(sheet)s” is hidden and is not read."),
    "sheet_without_heading": gettext_lazy("The sheet “%(sheet)s” has no heading row and is not read."),
    "volumes_differ": gettext_lazy(
        "Hours and credits differ from 30 hours a credit; both are kept as they are: rows %(rows)s."
    ),
    "full": gettext_lazy(
        "There is so much wrong that the first %(count)s findings are listed alone. Perhaps the columns are mixed up."
    ),
    "macros": gettext_lazy("The file holds macros; they are left out."),
}

EVENTS: dict[str, str | Promise] = {
    "registry.held_back": gettext_lazy("Held back"),
    "registry.released": gettext_lazy("Released"),
    "registry.published_at_once": gettext_lazy("Published before the end of the waiting time"),
    "registry.withdrawn": gettext_lazy("Withdrawn"),
    "registry.corrected": gettext_lazy("Corrected"),
    "registry.duplicate_made": gettext_lazy("Duplicate made"),
    "registry.restricted": gettext_lazy("Name withheld"),
    "registry.restored": gettext_lazy("Name shown again"),
    "registry.annulment_asked": gettext_lazy("Annulment asked for"),
    "registry.annulment_refused": gettext_lazy("Annulment refused"),
    "registry.annulled": gettext_lazy("Annulled"),
    "registry.state_recorded": gettext_lazy("State’s system"),
    "registry.salts_erased": gettext_lazy("Earlier traces in the log erased"),
}

PLACEABLE: dict[str, str | Promise] = {
    "provider": gettext_lazy("provider"),
    "provider_code": gettext_lazy("state register code"),
    "document_type": gettext_lazy("type of document"),
    "record_number": gettext_lazy("record number"),
    "full_name": gettext_lazy("full name"),
    "surname": gettext_lazy("surname"),
    "given_names": gettext_lazy("given name and patronymic"),
    "name_latin": gettext_lazy("name in Latin letters"),
    "topic": gettext_lazy("topic"),
    "form": gettext_lazy("form"),
    "kind": gettext_lazy("kind"),
    "hours": gettext_lazy("hours"),
    "ects": gettext_lazy("ECTS credits"),
    "outcomes": gettext_lazy("learning outcomes"),
    "issue_date": gettext_lazy("issue date"),
    "period": gettext_lazy("period of training"),
    "programme": gettext_lazy("programme"),
    "signatory_post": gettext_lazy("post of the signatory"),
    "signatory_name": gettext_lazy("signed by"),
    "verify_address": gettext_lazy("address of verification"),
    "qr": gettext_lazy("QR code"),
    "duplicate": gettext_lazy("mark of a duplicate"),
    "text": gettext_lazy("text of your own"),
}
