"""Who plans runs, and who records attendance and completion."""

from intranet.core.rights import ADMINISTRATOR, DIRECTOR, EDITOR, HR, INSPECTOR, REGISTRAR

VIEW = ["training.view_programmerun", "training.view_signup"]
PLAN = ["training.add_programmerun", "training.change_programmerun"]
RECORD = ["training.record_completion", "training.add_signup", "training.change_signup"]

GRANTS = {
    EDITOR: [*VIEW, *PLAN],
    HR: [*VIEW, *PLAN, *RECORD],
    REGISTRAR: [*VIEW, *PLAN, *RECORD],
    ADMINISTRATOR: [*VIEW, *PLAN, *RECORD],
    DIRECTOR: VIEW,
    INSPECTOR: ["training.view_programmerun"],
}
