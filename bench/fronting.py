"""Pages behind nginx's one-second cache, against nginx serving the same bytes as a file; how late new ones are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from bench.documents import ADDRESS as REGULATION
from bench.pages import server
from tests.nginx import NGINX, in_front
from tests.services import free_port

PATHS = ("/uk/certificates/", REGULATION)
ROUNDS = 3
EDITIONS = 8  # published one after another while somebody reads
WATCHED = 3.0  # seconds after each


def measure(environment: dict[str, str], folder: Path) -> None:
    """Print requests a second of both, taken in turns by sixteen connections, and their ratio; then what is late."""
    wrk = shutil.which("wrk")
    if not (wrk and NGINX):
        print("nginx or wrk is not installed: the cache in front is not measured")
        return
    (folder / "static").mkdir(parents=True)
    folder.chmod(0o755)
    with server(environment) as (behind, _worker):
        port = free_port()
        with in_front(folder, port=port, behind=behind):
            address = f"http://127.0.0.1:{port}"
            for path in PATHS:
                _measure_rates(wrk, address, path, folder / "static" / "page.html")
            _measure_lateness(address + REGULATION, environment)


def _measure_rates(wrk: str, address: str, path: str, copy: Path) -> None:
    body = urlopen(address + path).read()
    copy.write_bytes(body)
    rates: dict[str, list[float]] = {path: [], "/static/page.html": []}
    for _round in range(ROUNDS):
        for each, found in rates.items():
            found.append(_rate(wrk, address + each))
    ours, alone = (max(found) for found in rates.values())
    print(
        f"{path} from nginx’s cache, {len(body)} bytes: {ours:.0f} : {alone:.0f} requests/s of a file"
        f" = {ours / alone:.2f}"
    )


def _measure_lateness(address: str, environment: dict[str, str]) -> None:
    """Publish edition after edition while the page is read without a pause; print when an old one was seen last."""
    late = []
    for number in range(EDITIONS):
        mark = f"edition {number} of {time.time_ns()}"
        code = f"import django; django.setup(); from bench import documents; documents.publish_anew({mark!r})"
        publishing = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        old, committed = 0.0, 0.0
        while not committed or time.time() < committed + WATCHED:
            began = time.time()
            if mark not in urlopen(address).read().decode():
                old = began
            if not committed and publishing.poll() is not None:
                assert publishing.stdout is not None
                committed = float(publishing.stdout.read())
        late.append(old - committed)
    print(
        f"{address}: {EDITIONS} editions, the last old page was asked for {max(late):.2f} s after publication at most"
    )


def _rate(wrk: str, address: str) -> float:
    said = subprocess.run([wrk, "-t2", "-c16", "-d4s", address], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    assert "Non-2xx" not in said, said
    return float(found[1])
