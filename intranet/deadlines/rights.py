"""Who sees the institution's deadlines, who may waive one, who sets the rules."""

from intranet.core.rights import ADMINISTRATOR, DIRECTOR, HR, INSPECTOR, REGISTRAR

GRANTS = {
    ADMINISTRATOR: ["deadlines.view_deadline", "deadlines.view_rulesetting", "deadlines.change_rulesetting"],
    DIRECTOR: ["deadlines.view_deadline", "deadlines.waive_deadline", "deadlines.view_rulesetting"],
    HR: ["deadlines.view_deadline", "deadlines.waive_deadline", "deadlines.view_rulesetting"],
    REGISTRAR: ["deadlines.view_deadline"],
    INSPECTOR: ["deadlines.view_deadline", "deadlines.view_rulesetting"],
}
