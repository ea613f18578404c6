"""The register's public addresses."""

from intranet.registry.views.badges import badge_issuer, badge_key, badge_keys
from intranet.registry.views.compliance import public_compliance
from intranet.registry.views.describing import certificates_api
from intranet.registry.views.exporting import export
from intranet.registry.views.holders import holder, holder_file, own_certificate, own_file
from intranet.registry.views.listing import certificate_list
from intranet.registry.views.log import checkpoint, consistency, log, log_head, proof
from intranet.registry.views.open_data import certificates_feed, open_data_file, open_data_page
from intranet.registry.views.verifying import check_name, verify, verify_file, verify_form, verify_many

__all__ = [
    "badge_issuer",
    "badge_key",
    "badge_keys",
    "certificate_list",
    "certificates_api",
    "certificates_feed",
    "check_name",
    "checkpoint",
    "consistency",
    "export",
    "holder",
    "holder_file",
    "log",
    "log_head",
    "open_data_file",
    "open_data_page",
    "own_certificate",
    "own_file",
    "proof",
    "public_compliance",
    "verify",
    "verify_file",
    "verify_form",
    "verify_many",
]
