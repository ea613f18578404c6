"""``make bench SIZE=…``: load a demo of that size into a place of its own and measure on it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import documents, fronting, pages
from tests.components import ROOT, postgres_folder, redis_program
from tests.services import private_postgres, private_redis

DEMO = 500  # certificates issued as people issue them; the rest is loaded


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="certificates")
    size = parser.parse_args().size
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="intranet-bench-", ignore_cleanup_errors=True))
        )
        folder.chmod(0o755)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings", "VAR_DIR": str(folder / "var")}
        environment.pop("DATABASE_URL", None)
        programs = postgres_folder()
        if programs:
            server = stack.enter_context(private_postgres(programs, folder / "postgres"))
            environment["DATABASE_URL"] = f"{server}/postgres"
        if redis := redis_program():
            environment["REDIS_URL"] = stack.enter_context(private_redis(redis, folder / "redis"))
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        _manage(environment, "load_demo", "--json", "--certificates", str(min(size, DEMO)))
        _python(environment, f"import django; django.setup(); from bench import loading; loading.load({size})")
        _python(environment, "import django; django.setup(); from bench import documents; documents.load()")
        pages.measure(environment)
        documents.measure(environment)
        _python(environment, "import django; django.setup(); from bench import documents; documents.measure_queries()")
        fronting.measure(environment, folder / "front")
        _python(environment, "import django; django.setup(); from bench import searching; searching.measure()")
        _python(environment, "import django; django.setup(); from bench import exporting; exporting.measure()")
        _python(
            environment,
            "import django; django.setup(); from bench import sweeping; sweeping.measure()",
        )
        _python(environment, "import django; django.setup(); from bench import delivering; delivering.measure()")
        _python(environment, f"import django; django.setup(); from bench import deadlines; deadlines.measure({size})")
        _python(environment, f"import django; django.setup(); from bench import boards; boards.measure({size})")
        _python(environment, "import django; django.setup(); from bench import importing; importing.measure()")
        _python(environment, "import django; django.setup(); from bench import printing; printing.measure()")
        _python(
            environment, "import django; django.setup(); from bench import documents; documents.measure_comparing()"
        )
        _python(environment, "import django; django.setup(); from bench import papers; papers.measure()")
        _python(environment, "import django; django.setup(); from bench import reading; reading.measure()")


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def _python(environment: dict[str, str], code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
