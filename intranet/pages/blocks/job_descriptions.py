"""The blocks of a job description beside its clauses: its tables are views of them.

Rows are structs in lists, so that wagtail-localize translates them row by row. What is chosen from a list (a level, a
measure) is the same in every language; the letters that stand for a measure are each language's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.segments import StringSegmentValue

from intranet.pages.blocks.texts import DocumentBody, PlainText
from intranet.pages.enums import FactKind, Level, Measure, RowKind
from intranet.people.models import Post

OWN_WORDS = _("Leave it empty to use the usual wording.")


class PlainParagraph(blocks.TextBlock):
    """Plain text of some lines; ``None`` becomes an empty one, as in ``PlainText``."""

    def to_python(self, value: Any) -> Any:
        return "" if value is None else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return "" if value is None else super().get_prep_value(value)

    class Meta:
        default = ""


def head(label: Any) -> PlainText:
    """Return the field of a column's heading."""
    return PlainText(label=label, required=False, max_length=200, help_text=OWN_WORDS)


def of_behaviours(label: Any) -> blocks.ListBlock:
    return blocks.ListBlock(PlainParagraph(rows=2, label=_("Behaviour")), label=label, default=[])


class FactBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=FactKind.choices, default=FactKind.OTHER, label=_("Kind of fact"))
    label = PlainText(label=_("Name"), required=False, max_length=300, help_text=OWN_WORDS)
    text = PlainParagraph(label=_("Text"), required=False, rows=2)


class FactsBlock(blocks.StructBlock):
    """What a post answers for: staff, budget, deputising; and other facts, each with its name."""

    caption = PlainText(label=_("Caption"), required=False, max_length=500, help_text=OWN_WORDS)
    rows = blocks.ListBlock(FactBlock(), label=_("Facts"))

    class Meta:
        icon = "clipboard-list"
        label = _("Facts and figures")


class DutyGroupBlock(blocks.StructBlock):
    heading = PlainText(label=_("Heading"), max_length=1000)

    class Meta:
        icon = "h3"
        label = _("Group of duties")


class Heads(blocks.StructBlock):
    """The headings of a table's columns, each a string of its own.

    wagtail-localize cannot take apart a struct that lies directly in another one and has a child named ``value``.
    """

    def get_translatable_segments(self, value: Mapping[str, str]) -> list[StringSegmentValue]:
        return [StringSegmentValue(name, text) for name, text in value.items() if text]

    def restore_translated_segments(self, value: Any, segments: Iterable[StringSegmentValue]) -> Any:
        for segment in segments:
            value[segment.path] = segment.render_text()
        return value


class MatrixHeads(Heads):
    value = head(pgettext_lazy("of an institution", "Value"))
    behaviours = head(_("Behaviours"))
    leading = head(_("Leading behaviours"))
    negative = head(_("Negative behaviours"))

    class Meta:
        collapsed = True


class ValueBlock(blocks.StructBlock):
    value = PlainText(label=pgettext_lazy("of an institution", "Value"), max_length=300)
    meaning = PlainParagraph(label=_("What it means"), required=False, rows=2)
    behaviours = of_behaviours(_("Behaviours"))
    leading = of_behaviours(_("Leading behaviours"))
    negative = of_behaviours(_("Negative behaviours"))


class MatrixBlock(blocks.StructBlock):
    caption = PlainText(label=_("Caption"), required=False, max_length=500, help_text=OWN_WORDS)
    heads = MatrixHeads(label=_("Headings of the columns"))
    rows = blocks.ListBlock(ValueBlock(), label=pgettext_lazy("of an institution", "Values"))

    class Meta:
        icon = "table"
        label = _("Matrix of behaviours")


class SpecificationHeads(Heads):
    criterion = head(_("Requirement"))
    essential = head(_("Essential"))
    desirable = head(_("Desirable"))
    measured = head(_("Measured by"))

    class Meta:
        collapsed = True


class CriterionBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=RowKind.choices, default=RowKind.CRITERION, label=_("Row"))
    text = PlainParagraph(label=_("Text"), rows=2)
    level = blocks.ChoiceBlock(choices=Level.choices, required=False, label=_("Essential or desirable"))
    measures = blocks.MultipleChoiceBlock(choices=Measure.choices, required=False, label=_("Measured by"), default=[])


class MeasureBlock(blocks.StructBlock):
    key = blocks.ChoiceBlock(choices=Measure.choices, label=_("Measure"))
    code = PlainText(
        label=_("Letters in the table"), max_length=20, help_text=_("As they stand in the table: A, I, FfG.")
    )
    meaning = PlainText(label=_("Meaning"), required=False, max_length=200, help_text=OWN_WORDS)


class SpecificationBlock(blocks.StructBlock):
    caption = PlainText(label=_("Caption"), required=False, max_length=500, help_text=OWN_WORDS)
    heads = SpecificationHeads(label=_("Headings of the columns"))
    rows = blocks.ListBlock(CriterionBlock(), label=_("Rows"))
    note = PlainParagraph(label=_("Note below the table"), required=False, rows=2)
    legend = blocks.ListBlock(MeasureBlock(), label=_("What the letters mean"))

    class Meta:
        icon = "tasks"
        label = _("Person specification")


class StandardBlock(blocks.StructBlock):
    clause = SnippetChooserBlock("pages.StandardClause", label=_("Standard clause"))

    class Meta:
        icon = "snippet"
        label = _("Standard clause")


def posts_to_choose() -> list[tuple[str, str]]:
    return [(str(post.pk), str(post)) for post in Post.objects.order_by("sort_key", "pk")]


class ChartBlock(blocks.StructBlock):
    """The posts below one, from the register of posts itself, as they stand when the text is published."""

    caption = PlainText(label=_("Caption"), required=False, max_length=500, help_text=OWN_WORDS)
    head = blocks.ChoiceBlock(choices=posts_to_choose, label=_("Post at the head"))
    levels = blocks.IntegerBlock(label=_("Levels below it"), min_value=1, max_value=4, default=2)

    class Meta:
        icon = "site"
        label = _("Structure chart")


class JobDescriptionBody(DocumentBody):
    duty_group = DutyGroupBlock(group=_("Job description"))
    facts = FactsBlock(group=_("Job description"))
    matrix = MatrixBlock(group=_("Job description"))
    person_spec = SpecificationBlock(group=_("Job description"))
    standard = StandardBlock(group=_("Job description"))
    chart = ChartBlock(group=_("Job description"))
