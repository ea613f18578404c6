"""The API described for people, from the same description that machines read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intranet.core.access import public
from intranet.core.languages import reader_language
from intranet.registry.api.document import openapi

# In the order in which somebody meets them.
SHAPES = {
    "Certificate": _("A certificate, as the public sees it"),
    "Batch": _("A batch that is sent"),
    "Item": _("A certificate in a batch"),
    "Answer": _("The answer to a batch"),
    "MadeSaid": _("A certificate in the answer"),
    "ProblemSaid": _("A problem"),
    "FaultSaid": _("A fault among the errors of a problem"),
}


@public
@require_safe
def certificates_api(request: HttpRequest) -> HttpResponse:
    """Describe the API: how it is asked, what it answers, what it refuses."""
    described = openapi(reader_language())
    shapes = described["components"]["schemas"]
    context = {
        "about": described["info"],
        "operations": list(_operations(described)),
        "shapes": [{"title": title, "fields": list(_fields(shapes[name]))} for name, title in SHAPES.items()],
        "origin": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "registry/api.html", context)


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            yield {
                "anchor": operation["operationId"],
                "method": method.upper(),
                "address": address,
                "summary": operation["summary"],
                "description": operation["description"],
                "parameters": [each for each in operation["parameters"] if "description" in each],
                "answers": [
                    {"status": status, "description": answer["description"]}
                    for status, answer in operation["responses"].items()
                ],
            }


def _fields(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    required = set(shape.get("required", ()))
    for name, field in shape["properties"].items():
        yield {
            "name": name,
            "kind": _kind(field),
            "required": name in required,
            "description": field.get("description", ""),
        }


def _kind(field: dict[str, Any]) -> str:
    """Return what stands in a field, in JSON's own words."""
    if "anyOf" in field:
        return " | ".join(_kind(each) for each in field["anyOf"])
    if "enum" in field:
        return " | ".join(f'"{each}"' for each in field["enum"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if field.get("type") == "array":
        return f"[{_kind(field['items'])}]"
    return str(field.get("format") or field.get("type") or "")
