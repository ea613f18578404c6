"""How long this room keeps its records."""

from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention

RULES = [Retention(key="governance.records", name=_("Minutes and orders"))]
