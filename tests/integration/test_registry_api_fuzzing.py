"""What nobody thought of, tried on every operation of the API: no 5xx, and every answer as its description says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from intranet.registry.api import reading, writing
from intranet.registry.api.document import openapi
from intranet.wsgi import application
from tests.factories import registry as make
from tests.factories.api import key

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("institution"),
    pytest.mark.timeout(3600),
]

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
QUIET = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [
    ("GET", "/api/v1/certificates"),
    ("GET", "/api/v1/certificates/{code}"),
    ("GET", "/api/v1/vocabularies"),
    ("POST", "/api/v1/certificates"),
]
NASTIES = [
    "", "\0", "%00", "'", "%", "_", "\\", "10" * 10, "-1", "1e999", "NaN", "\u202e", "\ufeff", "é", "🙂", "х" * 10_000,
    "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "../../etc", "<script>", "{{7*7}}", "\r\nX: y", "None",
    "9" * 5000, "0x10", "２０２６", " ", "\t",
]  # fmt: skip


@pytest.fixture
def _open_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the trials be as many as they are."""
    monkeypatch.setattr(reading, "READS", 10**9)
    monkeypatch.setattr(reading, "MISSES", 10**9)
    monkeypatch.setattr(writing, "WRITES", 10**9)
    cache.clear()


@pytest.fixture
def _connection_of_the_test() -> Iterator[None]:
    """Keep the test's own connection, as Django's test client does: WSGI would close it after each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def described() -> Any:
    """Return the API as schemathesis knows it."""
    schema = schemathesis.openapi.from_dict(dict(openapi("en")))
    schema.app = application
    return schema


def tried(method: str, path: str, examples: int) -> None:
    """Try an operation with data of both kinds: as described, and not."""
    written = key()[1]
    make.certificate()
    operation = described()[path][method]
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    for mode in modes:

        @settings(QUIET, max_examples=examples // len(modes))
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            headers = {"Authorization": f"Bearer {written}"} if method == "POST" else {}
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)

        one()


@pytest.mark.usefixtures("_open_throttle", "_connection_of_the_test")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_answers_whatever_it_is_asked_as_it_is_described(method: str, path: str) -> None:
    tried(method, path, 120)


@pytest.mark.soak
@pytest.mark.usefixtures("_open_throttle", "_connection_of_the_test")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_answers_ten_thousand_questions_as_it_is_described(method: str, path: str) -> None:
    tried(method, path, 10_000)


def asked_with(nasty: str | bytes) -> Iterator[str]:
    from urllib.parse import quote

    written = quote(nasty, safe="")
    for name in (*reading.FILTERS, "lang", "other"):
        yield f"/api/v1/certificates?{name}={written}"
    yield f"/api/v1/certificates?{written}=1"
    yield f"/api/v1/certificates/{written}"
    yield f"/api/v1/certificates/{written}?lang={written}"
    yield f"/api/v1/{written}"


@pytest.mark.usefixtures("_open_throttle")
@pytest.mark.parametrize("nasty", NASTIES, ids=lambda nasty: repr(nasty)[:20])
def test_no_nasty_value_of_any_parameter_breaks_the_api(client: Any, nasty: str | bytes) -> None:
    make.certificate()
    for address in asked_with(nasty):
        response = client.get(address)
        assert response.status_code in {200, 302, 400, 404}, address[:200]
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json", address[:200]
            assert response.json()["detail"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.usefixtures("_open_throttle")
@settings(QUIET, max_examples=150)
@given(field=st.sampled_from(sorted(openapi("en")["components"]["schemas"]["Item"]["properties"])), value=JSON)
def test_no_value_of_any_field_of_an_item_breaks_the_api(client: Any, institution: Any, field: str, value: Any) -> None:
    from tests.factories.api import item, send

    written = _key_of_the_test()
    response = send(client, written, {"certificates": [item(**{field: value})], "dry_run": True})
    assert response.status_code in {200, 422}, response.content
    if response.status_code == 422:
        assert all(fault["message"] for fault in response.json()["errors"])


def _key_of_the_test() -> str:
    from intranet.core.models import Account

    known = Account.objects.filter(username__startswith="registrar-").first()
    return key(account=known)[1]
