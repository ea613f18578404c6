"""Importing certificates from a file: CSV or XLSX, checked row by row, the same file twice adding nothing."""

from intranet.registry.operations.importing.findings import Finding, Outcome
from intranet.registry.operations.importing.importing import CannotImport, Choice, Options, import_file, import_rows

__all__ = ["CannotImport", "Choice", "Finding", "Options", "Outcome", "import_file", "import_rows"]
