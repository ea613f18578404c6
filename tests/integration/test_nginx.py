"""The configuration of nginx that we hand out: nginx takes it, and its cache shows a new page within two seconds."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.nginx import NGINX, in_front
from tests.services import free_port

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Site(BaseHTTPRequestHandler):
    """A site behind nginx whose page says what ``words`` says; None makes it fail."""

    words: str | None = ""
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        body = (self.words or "").encode()
        self.send_response(200 if self.words is not None else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    Site.words, Site.asked = "old", 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture
def nginx(site: int, tmp_path: Path) -> Iterator[int]:
    """Run nginx with our configuration; return its port."""
    port = free_port()
    with in_front(tmp_path, port=port, behind=site):
        yield port


def ask(port: int, path: str = "/uk/certificates/", cookie: str = "") -> tuple[int, str]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    response = client.getresponse()
    return response.status, response.read().decode()


def test_a_crowd_is_one_visitor_to_the_site_and_a_new_page_is_seen_within_two_seconds(nginx: int) -> None:
    assert ask(nginx) == (200, "old")
    before = Site.asked
    for _ in range(50):
        ask(nginx)
    assert Site.asked <= before + 2
    Site.words = "new"
    time.sleep(2)
    assert ask(nginx) == (200, "new")


def test_an_old_page_is_shown_only_where_the_site_fails(nginx: int) -> None:
    assert ask(nginx) == (200, "old")
    Site.words = None
    time.sleep(1.5)
    assert ask(nginx) == (200, "old")
    Site.words = "new"
    time.sleep(1.5)
    assert ask(nginx) == (200, "new")


def test_whoever_is_signed_in_is_served_anew(nginx: int) -> None:
    ask(nginx)
    Site.words = "mine"
    assert ask(nginx, cookie="sessionid=1") == (200, "mine")
    assert ask(nginx) == (200, "old")


def test_what_is_private_is_never_kept(nginx: int) -> None:
    for path in ("/admin/", "/uk/account/login/", "/uk/holder/token/", "/api/v1/certificates"):
        before = Site.asked
        ask(nginx, path)
        ask(nginx, path)
        assert Site.asked == before + 2


def test_the_copy_of_the_list_is_shown_where_the_site_fails_and_never_as_the_answer_to_a_question(
    nginx: int, tmp_path: Path
) -> None:
    place = tmp_path / "published" / "copy" / "uk" / "certificates"
    place.mkdir(parents=True)
    (place / "index.html").write_text("the copy")
    (place / "certificates.csv").write_text("all rows")
    Site.words = None
    assert ask(nginx) == (200, "the copy")
    assert ask(nginx, "/uk/certificates/certificates.csv") == (200, "all rows")
    assert ask(nginx, "/uk/certificates/?q=x")[0] == 500
    assert ask(nginx, "/en/certificates/")[0] == 503
