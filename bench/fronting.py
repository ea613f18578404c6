"""The list behind nginx's one-second cache, against nginx serving the same bytes as a file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.request import urlopen

from bench.pages import server
from tests.nginx import NGINX, in_front
from tests.services import free_port

PATH = "/uk/certificates/"
ROUNDS = 3


def measure(environment: dict[str, str], folder: Path) -> None:
    """Print requests a second of both, taken in turns by sixteen connections, and their ratio."""
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
            body = urlopen(address + PATH).read()
            (folder / "static" / "list.html").write_bytes(body)
            rates: dict[str, list[float]] = {PATH: [], "/static/list.html": []}
            for _round in range(ROUNDS):
                for path, found in rates.items():
                    found.append(_rate(wrk, address + path))
    ours, alone = (max(found) for found in rates.values())
    print(
        f"{PATH} from nginx’s cache, {len(body)} bytes: {ours:.0f} : {alone:.0f} requests/s of a file"
        f" = {ours / alone:.2f}"
    )


def _rate(wrk: str, address: str) -> float:
    said = subprocess.run([wrk, "-t2", "-c16", "-d4s", address], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    assert "Non-2xx" not in said, said
    return float(found[1])
