"""The real components that some tests need: where they are on this machine, and how a missing one is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def postgres_folder() -> Path | None:
    """Return the folder of PostgreSQL's programs: Debian keeps them off the PATH."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    candidates += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def redis_program() -> str | None:
    return shutil.which("redis-server")


def chromium_program() -> str | None:
    return shutil.which("chromium")


def axe_source() -> Path:
    return ROOT / "node_modules" / "axe-core" / "axe.min.js"


def missing(component: str) -> str:
    """Return why the tests of ``component`` cannot run here, or an empty string."""
    if component == "postgres" and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return "PostgreSQL is not here (apt-get install postgresql), or this is the part of the run on SQLite"
    if component == "redis" and not os.environ.get("REDIS_URL"):
        return "Redis is not here (apt-get install redis-server), or this is the part of the run on SQLite"
    if component == "chromium" and not chromium_program():
        return "Chromium is not here (apt-get install chromium)"
    if component == "chromium" and not axe_source().exists():
        return "axe-core is not here (npm ci)"
    return ""
