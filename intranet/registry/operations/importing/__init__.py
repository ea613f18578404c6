"""Importing certificates from a file: CSV or XLSX, checked row by row, the same file twice adding nothing."""

from intranet.registry.operations.importing.importing import CannotImport, Outcome, import_rows
from intranet.registry.operations.importing.rows import Finding

__all__ = ["CannotImport", "Finding", "Outcome", "import_rows"]
