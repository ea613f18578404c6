"""What others read from this room: the rules of a day, a person's deadlines, the boards, the counts."""

from intranet.deadlines.queries.boards import (
    CAP,
    BoardPage,
    Key,
    Wanted,
    board,
    counts,
    known,
    page,
    rows_of,
)
from intranet.deadlines.queries.reading import Shown, labels_of, of_person, shown
from intranet.deadlines.queries.ruling import (
    calendar,
    newest,
    parameters_on,
    rule_in_force,
    rules_as_set,
    rules_in_force,
    versions_of,
)
from intranet.deadlines.queries.scopes import (
    INSTITUTION,
    Place,
    Scope,
    all_units,
    place_of,
    scope_of_person,
    scope_of_units,
)
from intranet.deadlines.queries.telling import told_about

__all__ = [
    "CAP",
    "INSTITUTION",
    "BoardPage",
    "Key",
    "Place",
    "Scope",
    "Shown",
    "Wanted",
    "all_units",
    "board",
    "calendar",
    "counts",
    "known",
    "labels_of",
    "newest",
    "of_person",
    "page",
    "parameters_on",
    "place_of",
    "rows_of",
    "rule_in_force",
    "rules_as_set",
    "rules_in_force",
    "scope_of_person",
    "scope_of_units",
    "shown",
    "told_about",
    "versions_of",
]
