"""``make check``: all that can be said about the sources without running the tests. Every check runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "deploy/requirements-uv.lock")
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")
MACHINE_PATH = re.compile(r"/(?:home|root|Users|work)/\w|[A-Z]:\\\\Users")
TEXTS = {
    ".py",
    ".html",
    ".md",
    ".txt",
    ".toml",
    ".yaml",
    ".yml",
    ".js",
    ".mjs",
    ".scss",
    ".json",
    ".po",
    ".sh",
    ".conf",
}
NOT_OURS = {".git", ".venv", "node_modules", "var", "static"}

FOLDER = Path(tempfile.gettempdir())
Check = Callable[[], str]  # returns what is wrong, or nothing


def command(*parts: str) -> Check:
    """Return a check that runs a program and passes where it exits with 0."""

    def check() -> str:
        done = subprocess.run(parts, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"

    return check


def _environment() -> dict[str, str]:
    """The tests' settings with a folder that the run removes: nothing here may touch ``var/``."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test", "TEST_DIR": str(FOLDER)}


def manage(*parts: str) -> Check:
    return command(sys.executable, "manage.py", *parts)


def locks_name_no_address() -> str:
    return "\n".join(
        f"{name}:{number}: {line.strip()}"
        for name in LOCKS
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if ADDRESS.search(line)
    )


def no_paths_of_a_machine() -> str:
    found = []
    for path in _our_texts():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE_PATH.search(line) and "machine-path" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return "\n".join(found)


def _our_texts() -> list[Path]:
    found = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if name not in NOT_OURS and not name.endswith("_cache")]
        found += [Path(folder, name) for name in names if Path(name).suffix in TEXTS and name != "package-lock.json"]
    return [path for path in found if path != Path(__file__)]


def styles_are_built() -> str:
    if not shutil.which("npm") or not (ROOT / "node_modules" / "sass").exists():
        return "npm is missing" if os.environ.get("CI") == "true" else ""
    return command("npm", "run", "--silent", "check")()


def checks() -> dict[str, Check]:
    return {
        "lint (ruff)": command(str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", "."),
        "format (ruff)": command(str(BIN / "ruff"), "format", "--quiet", "--check", "."),
        "layers (import-linter)": command(str(BIN / "lint-imports"), "--no-cache"),
        "types (mypy)": command(str(BIN / "mypy"), "--no-error-summary"),
        "templates (djlint)": command(str(BIN / "djlint"), "templates", "--lint", "--quiet"),
        "Django's own checks": manage("check", "--fail-level", "WARNING"),
        "migrations are complete": manage("makemigrations", "--check", "--dry-run"),
        "styles are built": styles_are_built,
        "locks name no address": locks_name_no_address,
        "no paths of a machine": no_paths_of_a_machine,
    }


def main() -> int:
    failed = 0
    for name, check in checks().items():
        began = time.monotonic()
        wrong = check()
        print(f"{'FAILED' if wrong else 'ok':<8}{name} ({time.monotonic() - began:.1f} s)", flush=True)
        if wrong:
            failed += 1
            print("\n".join(f"    {line}" for line in wrong.splitlines()[:60]), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="intranet-check-") as name:
        FOLDER = Path(name)
        sys.exit(main())
