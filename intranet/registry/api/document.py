"""The OpenAPI of the register, made from its operations and said in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from pydantic.json_schema import models_json_schema

from intranet.registry.api.problems import MEDIA_TYPE, TITLES
from intranet.registry.api.router import VERSION, api
from intranet.registry.api.schemas import Batch, Item

PREFIX = "/api/v1/"
TITLE = gettext_noop("The register of certificates")
ABOUT = gettext_noop(
    "Everybody may read what is public. Other systems write under a key that somebody who issues certificates makes."
)
KEY = gettext_noop("A key, made under Register, Keys of the API; shown once.")
SAID = ("description", "summary")


@lru_cache(maxsize=8)
def openapi(language: str) -> dict[str, Any]:
    """Return the description of the API (OpenAPI 3.1) in a language."""
    with translation.override(language):
        made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
        made["info"] = {"title": gettext(TITLE), "version": VERSION, "description": gettext(ABOUT)}
        made["servers"] = [{"url": "/"}]
        components = made["components"]
        _keys, sent = models_json_schema(
            [(Batch, "validation"), (Item, "validation")], ref_template="#/components/schemas/{model}"
        )
        components["schemas"].update(sent["$defs"])
        components["securitySchemes"] = {"RegisterKey": {"type": "http", "scheme": "bearer", "description": KEY}}
        for path in made["paths"].values():
            for operation in path.values():
                _with_problems(operation)
        said: dict[str, Any] = _said(made)
        return said


def _with_problems(operation: dict[str, Any]) -> None:
    """Say of each refusal that it is a problem, and what it is called."""
    for status, response in operation["responses"].items():
        code = int(status)
        if code in TITLES:
            response["description"] = str(TITLES[code])
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemSaid"}}}
        else:
            response["description"] = gettext(DONE[code])


DONE = {200: gettext_noop("Answered"), 201: gettext_noop("Issued or prepared")}


def _said(part: Any) -> Any:
    """Return the description with its sentences in the reader's language, without the titles that pydantic makes."""
    if isinstance(part, list):
        return [_said(each) for each in part]
    if not isinstance(part, dict):
        return part
    is_schema = not {"properties", "type", "anyOf", "$ref"}.isdisjoint(part)
    return {
        str(name): gettext(value) if name in SAID and isinstance(value, str) and value else _said(value)
        for name, value in part.items()
        if not (name == "title" and is_schema and isinstance(value, str))
    }
