"""Who may do what to people, accounts and the site's own settings, and who works in the admin at all."""

from intranet.core.rights import ADMINISTRATOR, APPROVER, DIRECTOR, EDITOR, HR, INSPECTOR, REGISTRAR

ADMIN = "wagtailadmin.access_admin"

ROWS = ("unit", "post", "person", "appointment", "substitution", "trainingforpost")
VIEW = [f"people.view_{row}" for row in ROWS]
KEEP = [f"people.{action}_{row}" for row in ROWS for action in ("view", "add", "change", "delete")]

GRANTS = {
    EDITOR: [ADMIN],
    APPROVER: [ADMIN],
    REGISTRAR: [ADMIN, "people.view_person", "people.view_appointment", "people.view_post", "people.view_unit"],
    HR: [ADMIN, *KEEP, "core.view_retentionperiod"],
    DIRECTOR: [ADMIN, *VIEW, "core.view_retentionperiod", "core.view_auditentry"],
    ADMINISTRATOR: [
        ADMIN,
        *KEEP,
        *(f"people.{action}_inspectorterm" for action in ("view", "add", "change", "delete")),
        "people.view_signin",
        "core.view_account",
        "core.add_account",
        "core.change_account",
        "core.view_institution",
        "core.change_institution",
        *(f"core.{action}_holiday" for action in ("view", "add", "change", "delete")),
        "core.view_retentionperiod",
        "core.change_retentionperiod",
        "core.view_auditentry",
    ],
    INSPECTOR: [ADMIN, *VIEW, "core.view_retentionperiod", "core.view_auditentry"],
}
