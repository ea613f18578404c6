"""What the institution says and decides about its public pages of the register."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.registry.enums import IntroductionSlug


class Introduction(models.Model):
    """The words above a page that no editor can take down or move."""

    slug = models.CharField(_("page"), max_length=20, choices=IntroductionSlug.choices)
    texts = models.JSONField(_("text"), help_text=_("The text in each language of the site."))

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug"], name="one_introduction_a_page")]

    def __str__(self) -> str:
        return self.get_slug_display()


class DisclosureSettings(models.Model):
    """What the register discloses beyond its list, and on what legal basis; off until somebody records one."""

    open_data_basis = models.JSONField(
        _("legal basis of open data"), default=dict, blank=True, help_text=_("In each language of the site.")
    )
    open_data = models.BooleanField(_("full files and the feed for everybody"), default=False)
    public_compliance = models.BooleanField(_("public page of how many were published in time"), default=False)
    badges = models.BooleanField(_("Open Badges for holders"), default=False)
    letters_per_hour = models.PositiveIntegerField(_("letters to holders an hour"), default=200)

    class Meta:
        verbose_name = _("disclosure of the register")
        verbose_name_plural = _("disclosure of the register")
        permissions: ClassVar = [("take_evidence", _("Can take evidence of publication for an inspection"))]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
