"""Public pages against a bare Django response: one server answers both, in turns."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from bench.codes import ANNULLED, code

ROUNDS = 3
SECONDS = 2.0
CLIENTS = 4
DEEP = base64.urlsafe_b64encode(b'["2016-11-06", 1, ""]').decode().rstrip("=")  # where the last page goes on
ADDRESSES = (
    "/uk/", "/uk/certificates/", f"/uk/certificates/?after={DEEP}", "/uk/certificates/?order=surname",
    "/uk/certificates/?form=distance&kind=training", "/uk/certificates/?q=" + quote("шевченко"),
    "/uk/certificates/?by=topic&q=" + quote("цифрові інстр"), "/uk/regulations/",
    f"/uk/verify/{code(1)}/", f"/uk/verify/{code(10**9)}/", f"/uk/verify/{ANNULLED}/",
)  # fmt: skip
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Figure:
    """What the rounds of one address have shown."""

    requests: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu_seconds / self.requests

    @property
    def p99_ms(self) -> float:
        return 1000 * statistics.quantiles(self.latencies, n=100)[-1]


def measure(environment: dict[str, str]) -> None:
    """Print each page's figures beside the bare response's, and their ratios."""
    with server(environment) as (port, pid):
        found = [path for path in ADDRESSES if _status(port, path) == 200 or "/verify/" in path]
        for path in sorted(set(ADDRESSES) - set(found)):
            print(f"{path}: answers {_status(port, path)}, not measured")
        figures = {path: Figure() for path in ["/bare/", *found]}
        for _round in range(ROUNDS):
            for path, figure in figures.items():
                one_round(port, pid, path, figure)
        base = figures.pop("/bare/")
        for path, figure in figures.items():
            print(
                f"{unquote(path)} against a bare response: CPU {figure.cpu_ms:.2f} ms : {base.cpu_ms:.2f} ms"
                f" = {figure.cpu_ms / base.cpu_ms:.1f}; {figure.per_second:.0f} : {base.per_second:.0f} requests/s"
                f" = 1 : {base.per_second / figure.per_second:.1f}; p99 {figure.p99_ms:.0f} : {base.p99_ms:.0f} ms"
            )


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "intranet.wsgi:application", "--bind", f"127.0.0.1:{port}", "--worker-class",
        "gthread", "--workers", "1", "--threads", str(CLIENTS), "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and not _listens(port):
            time.sleep(0.2)
        _status(port, "/bare/")  # the worker is up when it answers
        yield port, _worker_of(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _worker_of(master: int) -> int:
    return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])


def _cpu_seconds(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


def _status(port: int, path: str) -> int:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    client.request("GET", path)
    return client.getresponse().status


def one_round(port: int, pid: int, path: str, figure: Figure) -> None:
    for _warm in range(5):
        _status(port, path)
    before, began = _cpu_seconds(pid), time.monotonic()
    results: list[list[float]] = [[] for _client in range(CLIENTS)]
    threads = [threading.Thread(target=_ask, args=(port, path, began + SECONDS, result)) for result in results]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figure.seconds += time.monotonic() - began
    figure.cpu_seconds += _cpu_seconds(pid) - before
    for result in results:
        figure.requests += len(result)
        figure.latencies += result


def _ask(port: int, path: str, until: float, result: list[float]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while (began := time.monotonic()) < until:
        client.request("GET", path, headers={"X-Forwarded-For": ".".join(str(part) for part in os.urandom(4))})
        client.getresponse().read()
        result.append(time.monotonic() - began)
    client.close()
