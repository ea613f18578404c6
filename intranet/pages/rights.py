"""Rights on page types; rights on branches of the tree are given when the tree is planted."""

from intranet.core import rights

GRANTS = {
    rights.DIRECTOR: ["wagtailadmin.access_admin"],
    rights.INSPECTOR: ["wagtailadmin.access_admin"],
}
