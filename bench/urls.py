"""Our addresses and, before them, the baseline's: the same middleware and server answer both."""

from django.urls import path

from bench.baselines import bare
from intranet.urls import handler403, handler404, handler500
from intranet.urls import urlpatterns as ours

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/", bare), *ours]
