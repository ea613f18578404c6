"""Posts as they were advertised: what the yearly count of the Welsh language standards is made from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intranet.pages.enums import Vacancy, WelshCategory


class AdvertisedPost(models.Model):
    """A new or vacant post with its category when it was advertised; a later advert is a row of its own."""

    key = models.UUIDField(editable=False)  # of the description, whatever the language
    title = models.CharField(_("post"), max_length=255)
    vacancy = models.CharField(_("new or vacant"), max_length=10, choices=Vacancy.choices, blank=True)
    welsh_category = models.CharField(
        _("Welsh language category"), max_length=20, choices=WelshCategory.choices, blank=True
    )
    advertised_from = models.DateField(_("advertised from"))
    advertised_until = models.DateField(_("until the end of"))

    class Meta:
        verbose_name = _("advertised post")
        verbose_name_plural = _("advertised posts")
        ordering: ClassVar = ["advertised_from", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "advertised_from"], name="one_advert_of_a_post_a_day"),
            models.CheckConstraint(
                condition=Q(advertised_until__gte=F("advertised_from")), name="advert_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.advertised_from}"
