"""A Wagtail intranet with public disclosure pages for public institutions."""

from intranet.celery import app as celery_app

__all__ = ["celery_app"]
