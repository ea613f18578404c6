"""Who says who has to read what, who records signatures, who sets owners and reviews."""

from intranet.core.rights import ADMINISTRATOR, APPROVER, DIRECTOR, EDITOR, HR, INSPECTOR

ADMIN = "wagtailadmin.access_admin"
VIEW = [f"documents.view_{row}" for row in ("document", "assignment", "acknowledgement", "readingpolicy")]
CARE = ["documents.change_document"]
ASSIGN = [f"documents.{action}_assignment" for action in ("add", "change")]
SIGN = ["documents.add_evidence", "documents.view_evidence"]
POLICY = [f"documents.{action}_readingpolicy" for action in ("add", "change", "delete")]
TEMPLATE = ["documents.change_wordtemplate"]
STAND = ["documents.change_edition", "documents.add_signedcopy"]

GRANTS = {
    EDITOR: [ADMIN, *VIEW, *CARE, *ASSIGN],
    APPROVER: [ADMIN, *VIEW, *CARE, *ASSIGN, *STAND],
    HR: [*VIEW, *CARE, *ASSIGN, *SIGN],
    DIRECTOR: [*VIEW, "documents.view_evidence"],
    ADMINISTRATOR: [*VIEW, *CARE, *ASSIGN, *SIGN, *POLICY, *STAND, *TEMPLATE],
    INSPECTOR: [*VIEW, "documents.view_evidence"],
}
