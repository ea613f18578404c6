"""The blocks of a programme's own fields."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from intranet.pages.blocks.texts import PlainText


class ActivityBlock(blocks.StructBlock):
    """Hours by activity (PRG-02): wagtail-localize translates the name and keeps the numbers as they are."""

    activity = PlainText(label=_("Activity"), max_length=200, help_text=_("Lectures, practice, consultation, test …"))
    contact = blocks.DecimalBlock(label=_("Contact hours"), required=False, min_value=0, max_value=9999)
    self_study = blocks.DecimalBlock(label=_("Self-study hours"), required=False, min_value=0, max_value=9999)

    class Meta:
        icon = "list-ol"
        label = _("Activity")


class HoursByActivity(blocks.StreamBlock):
    row = ActivityBlock()

    class Meta:
        required = False
