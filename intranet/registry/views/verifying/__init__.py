"""Is this certificate genuine? One, many, a file, a name."""

from intranet.registry.views.verifying.files import verify_file
from intranet.registry.views.verifying.many import verify_many
from intranet.registry.views.verifying.single import check_name, verify, verify_form

__all__ = ["check_name", "verify", "verify_file", "verify_form", "verify_many"]
