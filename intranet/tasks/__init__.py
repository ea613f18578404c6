"""Celery tasks and nothing else: each reads the clock and makes one call."""
