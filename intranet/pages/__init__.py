"""Wagtail pages: a draft becomes a page, a published page becomes an edition."""
