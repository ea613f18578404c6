"""What others read from this room."""

from intranet.documents.queries.addresses import clause_at, past_of
from intranet.documents.queries.care import in_care, neglected, reviews_of
from intranet.documents.queries.editions import (
    ProgrammeEdition,
    Standing,
    edition_on,
    edition_to_read,
    history,
    programme_editions,
    text_of,
    titles_of,
)
from intranet.documents.queries.reading import (
    Reader,
    UnitTally,
    by_unit,
    demanded_on,
    good_editions,
    holders,
    read_before,
    read_documents,
    readers,
    readers_of,
    tally_of,
    to_acknowledge,
    to_sign,
    unasked,
)
from intranet.documents.queries.references import CitedBy, Missed, cited_by, left_behind, missed_anywhere, missed_in
from intranet.documents.queries.searching import Hit, Hits, clauses_with, searched
from intranet.documents.queries.signed_copies import signed_copies_of

__all__ = [
    "CitedBy",
    "Hit",
    "Hits",
    "Missed",
    "ProgrammeEdition",
    "Reader",
    "Standing",
    "UnitTally",
    "by_unit",
    "cited_by",
    "clause_at",
    "clauses_with",
    "demanded_on",
    "edition_on",
    "edition_to_read",
    "good_editions",
    "history",
    "holders",
    "in_care",
    "left_behind",
    "missed_anywhere",
    "missed_in",
    "neglected",
    "past_of",
    "programme_editions",
    "read_before",
    "read_documents",
    "readers",
    "readers_of",
    "reviews_of",
    "searched",
    "signed_copies_of",
    "tally_of",
    "text_of",
    "titles_of",
    "to_acknowledge",
    "to_sign",
    "unasked",
]
