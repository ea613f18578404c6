"""The structured blocks of a job description: from the editor's values to frozen data, and from a draft to values.

The shapes are told in ``documents.rules.texts``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps

from intranet.documents.enums import BlockKind
from intranet.documents.rules.charts import branch
from intranet.documents.rules.structured import CRITERION, MATRIX_PARTS
from intranet.people.models import Post

Data = dict[str, Any]
HEADS = {
    BlockKind.MATRIX: ("value", *MATRIX_PARTS),
    BlockKind.PERSON_SPEC: ("criterion", "essential", "desirable", "measured"),
}


def _text(value: Mapping[str, Any], name: str) -> str:
    return str(value.get(name) or "").strip()


def _heads(kind: BlockKind, value: Mapping[str, Any]) -> dict[str, str]:
    heads = value.get("heads") or {}
    return {name: _text(heads, name) for name in HEADS[kind]}


def _facts(value: Any, _language: str) -> Data:
    rows = [
        {"kind": _text(row, "kind"), "label": _text(row, "label"), "text": _text(row, "text")} for row in value["rows"]
    ]
    return {"caption": _text(value, "caption"), "rows": rows}


def _duty_group(value: Any, _language: str) -> Data:
    return {"heading": _text(value, "heading")}


def _matrix(value: Any, _language: str) -> Data:
    rows = [
        {
            "value": _text(row, "value"),
            "meaning": _text(row, "meaning"),
            **{name: [str(each).strip() for each in row[name] or () if each] for name in MATRIX_PARTS},
        }
        for row in value["rows"]
    ]
    return {"caption": _text(value, "caption"), "heads": _heads(BlockKind.MATRIX, value), "rows": rows}


def _person_spec(value: Any, _language: str) -> Data:
    legend = [{name: _text(each, name) for name in ("key", "code", "meaning")} for each in value["legend"]]
    codes = {each["key"]: each["code"] for each in legend}
    return {
        "caption": _text(value, "caption"),
        "heads": _heads(BlockKind.PERSON_SPEC, value),
        "rows": [_criterion(row, codes) for row in value["rows"]],
        "note": _text(value, "note"),
        "legend": legend,
    }


def _criterion(row: Mapping[str, Any], codes: Mapping[str, str]) -> Data:
    """Return a row; what is no criterion has neither level nor measures, whatever was chosen."""
    kind = _text(row, "kind") or CRITERION
    measures = list(row.get("measures") or ()) if kind == CRITERION else []
    return {
        "kind": kind,
        "text": _text(row, "text"),
        "level": _text(row, "level") if kind == CRITERION else "",
        "measures": measures,
        "measured": "/".join(codes.get(key) or key for key in measures),
    }


def _chart(value: Any, language: str) -> Data:
    """Return the posts below the one at the head as they stand today, the statutory ones marked."""
    head, levels = _text(value, "head"), int(value["levels"] or 1)
    rows = list(Post.objects.order_by("sort_key", "pk").values("pk", "reports_to", "titles", "code"))
    below = [(row["pk"], row["reports_to"]) for row in rows]
    by_key = {row["pk"]: row for row in rows}
    placed = branch(below, int(head), levels) if head.isdecimal() and int(head) in by_key else []
    statutory = _statutory_roles([key for key, _parent in placed], language)
    posts = [
        {
            "title": title_in(by_key[key]["titles"], language),
            "code": by_key[key]["code"],
            "statutory": statutory.get(key, ""),
            "parent": parent,
        }
        for key, parent in placed
    ]
    return {"caption": _text(value, "caption"), "posts": posts}


def title_in(titles: Mapping[str, str], language: str) -> str:
    """Return a post's title in the language of the text, else the first one there is: a name is never untranslated."""
    return titles.get(language) or next((title for title in titles.values() if title), "")


def _statutory_roles(posts: Iterable[int], language: str) -> dict[int, str]:
    """Return by post the statutory role that its description names."""
    pages = apps.get_model("pages", "JobDescriptionPage").objects.live()  # page classes stand above this module
    found = pages.filter(post__in=list(posts), locale__language_code=language).exclude(statutory_role="")
    return dict(found.values_list("post", "statutory_role"))


FREEZE: dict[str, Callable[[Any, str], Data]] = {
    BlockKind.FACTS: _facts,
    BlockKind.DUTY_GROUP: _duty_group,
    BlockKind.MATRIX: _matrix,
    BlockKind.PERSON_SPEC: _person_spec,
    BlockKind.CHART: _chart,
}


# --- From a draft --------------------------------------------------------------------------------------------------


def _listed(values: Iterable[Any]) -> list[Data]:
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def raw_value(kind: str, data: Mapping[str, Any]) -> Data:
    """Return a draft's structured block as the raw value of a page's block."""
    value = {name: data[name] for name in data if name not in {"rows", "legend", "lines"}}
    if kind == BlockKind.MATRIX:
        value["rows"] = _listed({**row, **{name: _listed(row[name]) for name in MATRIX_PARTS}} for row in data["rows"])
    elif kind == BlockKind.PERSON_SPEC:
        kept = ("kind", "text", "level", "measures")
        value["rows"] = _listed({name: row[name] for name in kept} for row in data["rows"])
        value["legend"] = _listed(data["legend"])
    elif kind == BlockKind.FACTS:
        value["rows"] = _listed(data["rows"])
    return value
