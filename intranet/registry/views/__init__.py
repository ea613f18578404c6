"""The register's public addresses."""

from intranet.registry.views.exporting import export
from intranet.registry.views.listing import certificate_list
from intranet.registry.views.verifying import verify, verify_form

__all__ = ["certificate_list", "export", "verify", "verify_form"]
