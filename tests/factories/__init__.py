"""Rows for tests, made as the operations make them."""
