"""How long this room keeps its records."""

from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention

RULES = [Retention(key="documents.acknowledgements", name=_("Who has read which edition, and the signatures on it"))]
