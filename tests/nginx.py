"""nginx with the configuration that we hand out, its paths, ports and certificate replaced by those of a test."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.components import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def in_front(folder: Path, *, port: int, behind: int) -> Iterator[None]:
    """Run nginx on a port, before the site on another; ``folder`` stands for /var/lib/intranet."""
    assert NGINX
    path = folder / "nginx.conf"
    path.write_text(_configuration(folder, port, behind))
    checked = subprocess.run([NGINX, "-t", "-c", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen([NGINX, "-c", str(path), "-g", "daemon off;"])
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until and not _listens(port):
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _configuration(folder: Path, port: int, behind: int) -> str:
    written = (ROOT / "deploy" / "nginx.conf").read_text()
    above, server = written[: written.index("server {\n    listen 80;")], written[written.rindex("server {\n") :]
    ours = (above + server).replace("/var/cache/nginx/intranet", str(folder / "cache"))
    ours = ours.replace("server unix:/run/intranet/gunicorn.sock;", f"server 127.0.0.1:{behind};")
    ours = ours.replace("/var/lib/intranet", str(folder))
    ours = re.sub(r"    listen 443 ssl.*\n    listen \[::\]:443.*\n", f"    listen 127.0.0.1:{port};\n", ours)
    ours = re.sub(r"    ssl_certificate.*\n", "", ours)
    user = "user root;\n" if os.geteuid() == 0 else ""
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"{user}pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    return f"{head}http {{\naccess_log off;\n{places}{ours}\n}}\n"
