"""What must be there before the site is served: a free port, room on the disk, tables, static files, a site."""

from __future__ import annotations

import hashlib
import io
import shutil
import socket
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from intranet.core.setup import is_set_up

HOST = "127.0.0.1"
NEEDED_MEGABYTES = 300
LOADING = "demo-loading"  # beside the data while the demo is being made: what a crash leaves is made anew


class CannotServe(Exception):
    """The site cannot be served; the message is a sentence that says why and what to do."""


def require_free_port(port: int) -> None:
    """Raise CannotServe where another program listens on ``port``."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CannotServe(
                _("Port %(port)d is kept for the system's own programs. Choose one above 1023: make run PORT=8001")
                % {"port": port}
            ) from None
        except OSError:
            raise CannotServe(
                _(
                    "Port %(port)d is busy: another program listens there. Stop it, or choose another port: "
                    "make run PORT=%(other)d"
                )
                % {"port": port, "other": port + 1}
            ) from None


def require_room(folder: Path) -> None:
    """Raise CannotServe where the disk under ``folder`` is nearly full."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        raise CannotServe(
            _(
                "The disk is nearly full: %(free)d MB are free in %(folder)s and %(needed)d MB are needed. "
                "Free some space and try again."
            )
            % {"free": free, "folder": folder, "needed": NEEDED_MEGABYTES}
        )


def tables_are_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_files_are_behind() -> bool:
    return not _stamp().exists() or _stamp().read_text() != _fingerprint()


def collect_static_files() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    _stamp().write_text(_fingerprint())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _fingerprint() -> str:
    """Return what the collected files depend on: the installed packages and our own files."""
    digest = hashlib.sha256()
    for line in sorted(f"{found.metadata['Name']} {found.version}" for found in distributions()):
        digest.update(line.encode())
    for path in sorted(_own_static_files()):
        digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}".encode())
    return digest.hexdigest()


def _own_static_files() -> Iterator[Path]:
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    folders += [
        Path(config.path) / "static" for config in apps.get_app_configs() if config.name.startswith("intranet.")
    ]
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


def is_embedded() -> bool:
    return str(settings.SETTINGS_MODULE) == "intranet.settings.embedded"


def drop_half_made_demo() -> bool:
    """Remove the tables of a demo whose making was interrupted; return whether there was one."""
    marker = Path(settings.VAR_DIR) / LOADING
    if not (is_embedded() and marker.exists()):
        return False
    connection.close()
    database = Path(settings.DATABASES["default"]["NAME"])
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    marker.unlink()
    return True


def wants_demo() -> bool:
    """Return whether this is a first ``make run``: embedded, and nobody has set a site up."""
    return is_embedded() and not is_set_up()


def load_demo() -> None:
    """Make the demo institution and mark this place as a demo."""
    folder = Path(settings.VAR_DIR)
    (folder / LOADING).touch()
    call_command("load_demo", stdout=io.StringIO())  # the sign-ins are printed when the site answers
    (folder / "demo").touch()
    (folder / LOADING).unlink()
