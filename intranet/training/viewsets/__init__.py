"""The "Training" part of the admin's menu."""

from intranet.training.viewsets.runs import KeptPolicy, RunViewSet

__all__ = ["KeptPolicy", "RunViewSet"]
