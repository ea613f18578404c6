"""``make test``: start private PostgreSQL and Redis, run the suite on them and its second part on SQLite, stop them.

What is missing is installed with apt-get where the user is root; else its tests are skipped by name (with ``CI=true``
they fail). Arguments go to pytest in the place of the default parts.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.components import ROOT, chromium_program, postgres_folder, redis_program

WORKERS = min(os.cpu_count() or 1, 4)
NO_TESTS = 5  # pytest's exit code where nothing was collected
PARTS = {
    "postgres": ["-m", "not unit and not soak"],
    "sqlite": ["-m", "(unit or sqlite) and not postgres and not redis and not chromium and not soak"],
    "everything on sqlite": ["-m", "not soak"],
}


def say(text: str) -> None:
    print(text, flush=True)


def install_what_is_missing() -> None:
    """Install missing components with apt-get where that is ours to do."""
    wanted = {"postgresql": postgres_folder(), "redis-server": redis_program(), "chromium": chromium_program()}
    packages = [package for package, found in wanted.items() if not found]
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing {', '.join(packages)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], check=False, stdout=subprocess.DEVNULL, env=environment)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_postgres(programs: Path, folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own in ``folder``; yield its address without a database name."""
    port = free_port()
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder.mkdir()
    if as_owner:
        shutil.chown(folder, "postgres", "postgres")
    data, log = str(folder / "data"), str(folder / "log")

    def run(*command: str) -> None:
        subprocess.run([*as_owner, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run(str(programs / "initdb"), "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    )
    run(str(programs / "pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield f"postgres://tests@127.0.0.1:{port}"
    finally:
        run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")


@contextmanager
def private_redis(program: str, folder: Path) -> Iterator[str]:
    """Run a Redis of our own that keeps nothing; yield its address."""
    port = free_port()
    folder.mkdir()
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        str(folder),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for_port(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        raise SystemExit("The tests' database could not be migrated; the lines above say why.")


def prepare_postgres(server: str, environment: dict[str, str]) -> dict[str, str]:
    """Migrate one template database and copy it for each worker; return the environment of the run."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_of_tests")
        migrate({**environment, "DATABASE_URL": f"{server}/template_of_tests"})
        for name in ("test_intranet", *(f"test_intranet_gw{number}" for number in range(WORKERS))):
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template_of_tests")
    return {**environment, "DATABASE_URL": f"{server}/intranet"}


def prepare_sqlite(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """The same on SQLite: one migrated file, copied for each worker."""
    template = folder / "template.sqlite3"
    migrate({**environment, "DATABASE_URL": f"sqlite:///{template}"})
    for suffix in ("", *(f"_gw{number}" for number in range(WORKERS))):
        shutil.copy(template, folder / f"test.sqlite3{suffix}")
    return {**environment, "TEST_DATABASE": str(folder / "test.sqlite3")}


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    # In the order in which they are collected, the slow ones first: by themselves, files of few tests come last.
    spread = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", "--reuse-db", *spread, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return 0 if code == NO_TESTS else code


def main(arguments: list[str]) -> int:
    install_what_is_missing()
    codes = []
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="intranet-tests-", ignore_cleanup_errors=True))
        )
        folder.chmod(0o755)  # the server's own user must reach its folder in here
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"DATABASE_URL", "REDIS_URL", "VAR_DIR"}
            },
            "DJANGO_SETTINGS_MODULE": "intranet.settings.test",
            "TEST_DIR": str(folder / "files"),
        }
        (folder / "files").mkdir()
        programs, redis = postgres_folder(), redis_program()
        real = dict(environment)
        if redis:
            real["REDIS_URL"] = stack.enter_context(private_redis(redis, folder / "redis"))
        if programs:
            say("Preparing a private PostgreSQL …")
            server = stack.enter_context(private_postgres(programs, folder / "postgres"))
            codes.append(run_pytest(arguments or PARTS["postgres"], prepare_postgres(server, real)))
            if arguments:
                return codes[0]
            say("And on SQLite:")
            codes.append(run_pytest(PARTS["sqlite"], prepare_sqlite(folder, environment)))
        else:
            part = arguments or PARTS["everything on sqlite"]
            codes.append(run_pytest(part, prepare_sqlite(folder, real)))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
