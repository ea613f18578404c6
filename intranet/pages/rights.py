"""Rights on page types; rights on branches of the tree are given when the tree is planted."""

from intranet.core import rights

TRANSLATE = "wagtail_localize.submit_translation"

GRANTS = {
    rights.EDITOR: [TRANSLATE],
    rights.APPROVER: [TRANSLATE],
    rights.ADMINISTRATOR: [TRANSLATE],
    rights.DIRECTOR: ["wagtailadmin.access_admin"],
    rights.INSPECTOR: ["wagtailadmin.access_admin"],
}
