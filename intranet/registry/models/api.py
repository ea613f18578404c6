"""Who may write to the register from another system, and what was asked already."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApiKey(models.Model):
    """A key of another system, shown once and kept as a hash; it acts for the account that made it."""

    name = models.CharField(_("for which system"), max_length=120)
    prefix = models.CharField(_("begins with"), max_length=12, unique=True)
    hashed = models.CharField(max_length=64)
    scopes = models.JSONField(pgettext_lazy("of a key", "may"), default=list)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(pgettext_lazy("of a key", "made"))
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    revoked_at = models.DateTimeField(pgettext_lazy("of a key", "revoked"), null=True, blank=True)
    used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("key of the API")
        verbose_name_plural = _("keys of the API")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class ApiRequest(models.Model):
    """A writing request under its idempotency key, and the answer that a repeat of it gets."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="requests")
    idempotency_key = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("request to the API")
        verbose_name_plural = _("requests to the API")
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "idempotency_key"], name="api_request_once")]

    def __str__(self) -> str:
        return self.idempotency_key
