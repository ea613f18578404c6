"""The configuration of nginx that we hand out: nginx takes it, and its cache shows a new page within two seconds."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from intranet.core.middleware import moment_of_the_answer
from intranet.core.models import Account
from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory
from tests.nginx import NGINX, in_front
from tests.services import free_port

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Site(BaseHTTPRequestHandler):
    """A site behind nginx whose page says what ``words`` says; None makes it fail."""

    words: str | None = ""
    asked = 0
    seconds = 0.0  # that an answer takes

    def do_GET(self) -> None:
        type(self).asked += 1
        answer = moment_of_the_answer(self._answered)(RequestFactory().get(self.path))
        self.send_response(answer.status_code)
        for name, value in answer.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def _answered(self, _request: object) -> HttpResponse:
        answer = HttpResponse(self.words or "", status=200 if self.words is not None else 500)
        time.sleep(self.seconds)
        return answer

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    Site.words, Site.asked, Site.seconds = "old", 0, 0.0
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


def test_when_a_second_ends_one_of_the_crowd_goes_to_the_site(nginx: int) -> None:
    Site.seconds = 0.1
    until = time.monotonic() + 3.2

    def keep_reading() -> None:
        while time.monotonic() < until:
            assert ask(nginx) == (200, "old")

    crowd = [threading.Thread(target=keep_reading) for _reader in range(8)]
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    assert Site.asked <= 6, "one each second; without a word on the second it would be all of them"


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


# --- A regulation of the real site ---------------------------------------------------------------------------------

OLD, NEW = "Перша редакція.", "Друга редакція."
REGULATION = "/uk/regulations/mentoring/"
Seen = list[tuple[float, bool]]  # when an answer was asked for, and whether it was the new text


@pytest.fixture
def page(transactional_db: None) -> RegulationPage:
    made = regulation(in_force_from=date(2025, 9, 1), minutes=council_minutes(), body=[clause("1.1", OLD)])
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def real_site(page: RegulationPage, live_server: Any, tmp_path: Path) -> Iterator[int]:
    """Run nginx with our configuration before the site; return its port."""
    port = free_port()
    with in_front(tmp_path, port=port, behind=live_server.thread.port):
        yield port


def publish_anew(page: RegulationPage) -> None:
    page.body, page.correction_reason = [clause("1.1", NEW)], "Описка."
    page.save_revision().publish()


def keep_asking(port: int, seen: Seen, done: threading.Event) -> None:
    while not done.is_set():
        began = time.monotonic()
        status, words = ask(port, REGULATION)
        assert status == 200
        assert (OLD in words) != (NEW in words), "one text or the other"
        seen.append((began, NEW in words))


def test_a_new_edition_is_shown_within_two_seconds_and_no_old_one_after_it(real_site: int, page: RegulationPage):
    assert OLD in ask(real_site, REGULATION)[1]
    seen: list[Seen] = [[], [], []]
    done = threading.Event()
    readers = [threading.Thread(target=keep_asking, args=(real_site, each, done)) for each in seen]
    for reader in readers:
        reader.start()
    time.sleep(0.5)
    publish_anew(page)
    published = time.monotonic()
    time.sleep(4)
    done.set()
    for reader in readers:
        reader.join()

    assert all(each and each[-1][1] for each in seen), "each reader has come to see the new text"
    latest = max(began for each in seen for began, is_new in each if not is_new)
    assert latest < published + 2


def test_neither_the_page_of_a_signed_in_person_nor_a_choice_of_two_languages_is_shown_to_others(
    real_site: int, page: RegulationPage, client: Any
):
    account: Account = AccountFactory(is_superuser=True)
    client.force_login(account)
    mine = f"sessionid={client.cookies['sessionid'].value}"

    for cookie in (mine, "beside=uk.en"):
        assert kept(real_site, cookie) == ("BYPASS", "BYPASS")
    answers = [ask(real_site, REGULATION, cookie)[1] for cookie in (mine, "", "beside=uk.en", "", mine)]
    assert [account.email in answer or "/account/logout/" in answer for answer in answers] == [
        True, False, False, False, True,
    ]  # fmt: skip


def kept(port: int, cookie: str = "") -> tuple[str, str]:
    """Return what nginx says of two answers running: whether they came from its cache."""
    found = []
    for _turn in range(2):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        client.request("GET", REGULATION, headers={"Cookie": cookie} if cookie else {})
        response = client.getresponse()
        response.read()
        found.append(response.headers["X-Cache"])
    return found[0], found[1]
