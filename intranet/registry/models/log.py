"""The append-only log of the register: a leaf for everything that happens to what the public sees (RFC 9162)."""

from __future__ import annotations

import base64
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.registry.enums import LeafEvent
from intranet.registry.models.certificates import Certificate

BLOCK = 1024  # entries; a power of two


class Leaf(models.Model):
    """One event of one certificate: a salted hash of what the public sees of it from then on.

    It is written in the transaction of its cause; its place in the tree is given afterwards, in the order of keys, so
    that nobody who issues waits for anybody else. What it says is made again from the certificate and its events;
    erasing ``salt`` keeps everything else provable.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="leaves", db_index=False)
    event = models.CharField(_("event"), max_length=12, choices=LeafEvent.choices)
    at = models.DateTimeField(_("at"))
    salt = models.BinaryField(max_length=16, null=True)
    hash = models.BinaryField(_("hash"), max_length=32)
    index = models.BigIntegerField(_("place in the log"), null=True)

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("entries of the log")
        constraints: ClassVar = [models.UniqueConstraint(fields=["index"], name="leaf_has_its_place_alone")]
        indexes: ClassVar = [
            models.Index(fields=["certificate", "id"], name="leaves_of_certificate"),
            models.Index(fields=["id"], name="leaves_without_place", condition=Q(index=None)),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.event}"


class Block(models.Model):
    """The hashes of ``BLOCK`` entries side by side, and their root: proofs are made of these, not of a million rows.

    The last one grows until it is full. They are a second copy of the entries, by which a changed one is found.
    """

    number = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    hashes = models.BinaryField()

    class Meta:
        verbose_name = _("block of the log")
        verbose_name_plural = _("blocks of the log")

    def __str__(self) -> str:
        return f"{self.number}"


class Head(models.Model):
    """A head of the log at a size: its root hash, marked with the institution's key."""

    size = models.BigIntegerField(_("entries"), unique=True)
    root = models.BinaryField(_("root hash"), max_length=32)
    marked_at = models.DateTimeField(pgettext_lazy("of a head", "marked"))
    checkpoint = models.TextField(_("checkpoint"), help_text=_("In the C2SP checkpoint format, as published."))
    verifier = models.CharField(_("verifier key"), max_length=300, help_text=_("The public key that verifies it."))

    class Meta:
        verbose_name = _("head of the log")
        verbose_name_plural = _("heads of the log")
        ordering: ClassVar = ["-size"]

    def __str__(self) -> str:
        return f"{self.size}"

    @property
    def root_shown(self) -> str:
        """Return the root hash as the checkpoint has it."""
        return base64.b64encode(bytes(self.root)).decode()
