"""The blocks of a document's text. Their names and values are those of ``documents.rules.texts.FrozenBlock``.

A block's id is permanent: it outlives edits, renumbering and moves, and pairs the clause with its translation.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE = ["bold", "italic", "link", "document-link"]


class PlainText(blocks.CharBlock):
    """A line of text. ``None`` becomes an empty line: wagtail-localize refuses to translate ``None`` (its #918)."""

    def to_python(self, value: Any) -> Any:
        return "" if value is None else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return "" if value is None else super().get_prep_value(value)

    class Meta:
        default = ""  # a line that a stored value lacks altogether is empty, too


class SectionBlock(blocks.StructBlock):
    number = PlainText(label=_("Number"), required=False, max_length=20)
    heading = PlainText(label=_("Heading"), max_length=1000)

    class Meta:
        icon = "title"
        label = _("Section")


class ClauseBlock(blocks.StructBlock):
    number = PlainText(
        label=_("Number"), max_length=20, help_text=_("As it is cited: 3.3, 3.4-1. Gaps and insertions are allowed.")
    )
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)

    class Meta:
        icon = "order"
        label = _("Clause")


class ParagraphBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")


class ListItemBlock(blocks.StructBlock):
    mark = PlainText(label=_("Mark"), required=False, max_length=10, help_text=_("A dash, 1), a) …"))
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)


class DocumentListBlock(blocks.StructBlock):
    items = blocks.ListBlock(ListItemBlock(), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class RowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(blocks.TextBlock(required=False, rows=1), label=_("Cells"))


class TableBlock(blocks.StructBlock):
    """A table of rows of texts: wagtail's own table blocks are not translated by wagtail-localize (its #302)."""

    caption = PlainText(label=_("Caption"), required=False, max_length=500)
    header_rows = blocks.IntegerBlock(label=_("Header rows"), min_value=0, max_value=5, default=1)
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"))

    class Meta:
        icon = "table"
        label = _("Table")


class AnnexBlock(blocks.StructBlock):
    """The beginning of an annex: the blocks after it are its own until the next annex begins."""

    label = PlainText(label=_("Label"), required=False, max_length=100, help_text=_("Annex 1"))
    title = PlainText(label=_("Title"), required=False, max_length=1000)

    class Meta:
        icon = "doc-full"
        label = _("Annex")


class NoteBlock(blocks.StructBlock):
    mark = PlainText(label=_("Mark"), required=False, max_length=10)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)

    class Meta:
        icon = "help"
        label = _("Note")


class DocumentBody(blocks.StreamBlock):
    section = SectionBlock()
    clause = ClauseBlock()
    paragraph = ParagraphBlock()
    list = DocumentListBlock()
    table = TableBlock()
    annex = AnnexBlock()
    note = NoteBlock()

    class Meta:
        required = False
