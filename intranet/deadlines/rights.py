"""Who sees the institution's deadlines, who may waive one, who sets the rules."""

from intranet.core.rights import ADMINISTRATOR, DIRECTOR, HR, INSPECTOR, REGISTRAR

SEES = ["deadlines.view_deadline", "deadlines.view_ruleversion"]
GRANTS = {
    ADMINISTRATOR: [*SEES, "deadlines.set_rule"],
    DIRECTOR: [*SEES, "deadlines.set_rule", "deadlines.waive_deadline"],
    HR: [*SEES, "deadlines.set_rule", "deadlines.waive_deadline"],
    REGISTRAR: ["deadlines.view_deadline"],
    INSPECTOR: SEES,
}
