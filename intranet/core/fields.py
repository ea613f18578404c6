"""Columns that compare bytewise on every database."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class KeyField(models.CharField):  # type: ignore[type-arg]
    """A key made by our own code: sorted and ranged by its bytes, whatever the database's own collation is."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        return {
            **super().db_parameters(connection),
            "collation": "C" if connection.vendor == "postgresql" else "BINARY",
        }
