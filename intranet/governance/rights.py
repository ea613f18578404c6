"""Who records meetings, minutes and orders, and who decides which bodies there are."""

from intranet.core.rights import ADMINISTRATOR, APPROVER, DIRECTOR, EDITOR, HR, INSPECTOR

ROWS = ("body", "membership", "meeting", "minutes", "order")
VIEW = [f"governance.view_{row}" for row in ROWS]
RECORD = [
    f"governance.{action}_{row}" for row in ("meeting", "minutes", "order") for action in ("add", "change", "delete")
]
CONSTITUTE = [f"governance.{action}_{row}" for row in ("body", "membership") for action in ("add", "change", "delete")]

GRANTS = {
    EDITOR: VIEW,
    APPROVER: [*VIEW, *RECORD],
    HR: [*VIEW, *RECORD, *CONSTITUTE],
    DIRECTOR: VIEW,
    ADMINISTRATOR: [*VIEW, *RECORD, *CONSTITUTE],
    INSPECTOR: VIEW,
}
