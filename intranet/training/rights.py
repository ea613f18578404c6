"""Who plans runs, who records attendance and completion, who keeps internships and the shared lists."""

from intranet.core.rights import ADMINISTRATOR, DIRECTOR, EDITOR, HR, INSPECTOR, REGISTRAR

VIEW = ["training.view_programmerun", "training.view_signup"]
PLAN = ["training.add_programmerun", "training.change_programmerun"]
RECORD = ["training.record_completion", "training.add_signup", "training.change_signup"]

WORDS = [f"training.{action}_{word}" for word in ("direction", "competence") for action in ("view", "add", "change")]
SEE_INTERNSHIPS = ["training.view_internship", "training.view_internshipcontract"]
INTERNSHIPS = [
    f"training.{action}_{row}" for row in ("internship", "internshipcontract") for action in ("view", "add", "change")
] + ["training.complete_internship"]

GRANTS = {
    EDITOR: [*VIEW, *PLAN, *WORDS],
    HR: [*VIEW, *PLAN, *RECORD, *WORDS, *INTERNSHIPS],
    REGISTRAR: [*VIEW, *PLAN, *RECORD, *SEE_INTERNSHIPS, "training.complete_internship"],
    ADMINISTRATOR: [*VIEW, *PLAN, *RECORD, *WORDS, *INTERNSHIPS],
    DIRECTOR: [*VIEW, *SEE_INTERNSHIPS],
    INSPECTOR: ["training.view_programmerun", *SEE_INTERNSHIPS],
}
