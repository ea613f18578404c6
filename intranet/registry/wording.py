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
_LABELS = {"full_name": gettext_lazy("Full name"), "status": gettext_lazy("State")}


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
    "name_spaces": gettext_lazy("There are spaces too many in this name."),
    "number_taken": gettext_lazy("This record number belongs to another certificate. A number is never used twice."),
    "number_twice": gettext_lazy("This record number stands twice in the file, for different certificates."),
}

FILES: dict[str, str | Promise] = {
    "too_large": gettext_lazy("The file is too large. Split it into files of at most 50 MB."),
    "old_excel": gettext_lazy("This is an old Excel file (.xls). Save it as .xlsx or as CSV and try again."),
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
    "heading_in_two_rows": gettext_lazy("The heading takes two rows. Put all column names into one row."),
}
