from intranet.core import rights

GRANTS = {
    rights.EDITOR: ["wagtailadmin.access_admin"],
    rights.APPROVER: ["wagtailadmin.access_admin"],
}
