"""Backup and restore: the whole site in one file, and back into an empty place."""
