"""Foreign keys follow the same order as imports: import-linter does not see string references."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Field, Model

ORDER = [
    {"core"},
    {"people"},
    {"notices"},
    {"deadlines"},
    {"governance"},
    {"documents"},
    {"registry"},
    {"training"},
    {"cpd"},
    {"attestation", "mentoring"},
    {"pages"},
]
HEIGHT = {label: height for height, floor in enumerate(ORDER) for label in floor}


def relations() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    """Yield each relation of a model of ours to a model of ours."""
    for config in apps.get_app_configs():
        if not config.name.startswith("intranet."):
            continue
        for model in config.get_models(include_auto_created=True):
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
                target = field.related_model
                if target and apps.get_app_config(target._meta.app_label).name.startswith("intranet."):
                    yield model, field, target


def test_every_room_has_its_place() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("intranet.")}
    assert ours - {"demo", "tasks"} <= set(HEIGHT)


@pytest.mark.parametrize(
    ("model", "field", "target"),
    [pytest.param(*relation, id=f"{relation[0].__name__}.{relation[1].name}") for relation in relations()],
)
def test_a_relation_never_points_to_a_room_above(model: type[Model], field: Field, target: type[Model]) -> None:
    here, there = model._meta.app_label, target._meta.app_label
    assert here == there or HEIGHT[there] < HEIGHT[here], f"{model._meta.label}.{field.name} points up to {there}"
