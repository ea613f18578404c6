"""Files between their upload and the draft that is made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.languages import CHOICES as LANGUAGES
from intranet.documents.enums import DocumentKind


class TextUpload(models.Model):
    """A file that somebody uploaded, what was read from it, and what they decided about its text.

    Kept in the database, so that no web server can serve it; emptied once its text is in a draft, since the original
    is then kept with the document. It is also what makes a second click change nothing.
    """

    file_name = models.CharField(_("file"), max_length=255)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    is_newer_text = models.BooleanField(default=False)  # of the document at ``page``, which was there before
    place = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    draft = models.JSONField(default=dict)  # as read: operations.drafts
    decisions = models.JSONField(default=dict)  # what a person said about text that found no place, by its ordinal
    uploaded_at = models.DateTimeField(db_index=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)  # when its text went into a draft

    class Meta:
        verbose_name = _("uploaded text")
        verbose_name_plural = _("uploaded texts")

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_translation(self) -> bool:
        """Say whether it waits to become the translation of ``page``."""
        return self.page_id is not None and not self.is_newer_text and self.used_at is None
