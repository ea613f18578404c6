"""Rights on page types; rights on branches of the tree are given when the tree is planted."""

from intranet.core import rights

TRANSLATE = "wagtail_localize.submit_translation"

CLAUSES = [f"pages.{action}_standardclause" for action in ("add", "change", "delete", "view")]
ADVERTISED = "pages.view_advertisedpost"

GRANTS = {
    rights.EDITOR: [TRANSLATE, *CLAUSES, ADVERTISED],
    rights.APPROVER: [TRANSLATE, *CLAUSES, ADVERTISED],
    rights.ADMINISTRATOR: [TRANSLATE, *CLAUSES, ADVERTISED],
    rights.HR: [ADVERTISED],
    rights.DIRECTOR: ["wagtailadmin.access_admin"],
    rights.INSPECTOR: ["wagtailadmin.access_admin"],
}
