"""What somebody types, pastes or hands over to have a certificate verified."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intranet.registry.queries.filters import BadFilter, clean_text
from intranet.registry.rules.codes import addressed_codes
from intranet.registry.rules.numbers import typed_code
from intranet.registry.rules.pairs import LONGEST_LINE, MOST_LINES, Pair, lines_of, pair

LONGEST = 120
LONGEST_ADDRESS = 300
LONGEST_NAME = 300
MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class _Typed(forms.CharField):
    """A line of typed text: what no keyboard types is refused in a sentence, marks that cannot be seen are dropped."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def clean(self, value: Any) -> str:
        try:
            text = clean_text(str(value or ""), longest=self.longest)
        except BadFilter as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return str(super().clean(text))


class CodeForm(forms.Form):
    """The verification code in any spelling, or the whole address that the square pattern leads to."""

    code = _Typed(
        label=gettext_lazy("Verification code"),
        help_text=gettext_lazy("24 letters and figures beside the square pattern on the certificate"),
        longest=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("Type the verification code.")},
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        code = typed_code(typed) or next(iter(addressed_codes(typed)), "")
        if not code:
            raise forms.ValidationError(_("A code has 24 letters and figures. Check it against the certificate."))
        return str(code)


class NumberForm(forms.Form):
    """The record number with the surname of the holder."""

    number = _Typed(
        label=gettext_lazy("Record number"),
        longest=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the record number as it stands on the certificate.")},
    )
    surname = _Typed(
        label=gettext_lazy("Surname"),
        longest=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the surname of the certificate’s holder.")},
    )


class ManyForm(forms.Form):
    """Up to a hundred certificates, a line for each."""

    lines = forms.CharField(
        label=gettext_lazy("Certificates, one on each line"),
        help_text=gettext_lazy(
            "The record number and the surname, as they are copied from two columns of a table; or the verification "
            "code. At most 100 lines."
        ),
        max_length=LONGEST_LINE * MOST_LINES,
        widget=forms.Textarea(attrs={"rows": 10, **PLAIN}),
        error_messages={
            "required": gettext_lazy("Paste at least one line."),
            "max_length": gettext_lazy("That is too long. Paste at most 100 lines with a number and a surname each."),
            "null_characters_not_allowed": gettext_lazy(
                "That text has characters in it that cannot be searched for. Type it again by hand."
            ),
        },
    )

    def clean_lines(self) -> list[Pair]:
        found = lines_of(self.cleaned_data["lines"])
        if not found:
            raise forms.ValidationError(_("Paste at least one line."))
        if len(found) > MOST_LINES:
            sentence = ngettext(
                "There is %(count)s line. Paste at most %(most)s at once: end before line %(next)s and ask for the "
                "rest afterwards.",
                "There are %(count)s lines. Paste at most %(most)s at once: end before line %(next)s and ask for the "
                "rest afterwards.",
                len(found),
            )
            raise forms.ValidationError(
                sentence % {"count": len(found), "most": MOST_LINES, "next": found[MOST_LINES][0]}
            )
        return [self._read(number, line) for number, line in found]

    @staticmethod
    def _read(number: int, line: str) -> Pair:
        try:
            typed = clean_text(line, longest=LONGEST_LINE)
        except BadFilter:
            return Pair(number, "")
        known = pair(number, line)
        return Pair(number, typed, code=known.code, number=known.number, surname=known.surname)


class FileForm(forms.Form):
    """A certificate's file. It is looked at and forgotten."""

    file = forms.FileField(
        label=gettext_lazy("The certificate’s file"),
        help_text=gettext_lazy(
            "Choose the PDF, or drop it onto this field; a signed file too. At most 10 megabytes. The file is compared "
            "and not kept."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose the certificate’s PDF."),
            "missing": gettext_lazy("Choose a file."),
            "invalid": gettext_lazy("Choose a file."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MEGABYTES * MEGABYTE:
            raise forms.ValidationError(too_large())
        return file


class NameForm(forms.Form):
    """The full name that somebody knows the holder by."""

    name = _Typed(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("Surname and given name in full; the patronymic may be left out."),
        longest=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the full name.")},
    )


def too_large() -> str:
    """Return the sentence about a file that is too large to look at."""
    return _("This file is larger than %(most)s megabytes. The certificates made here are much smaller.") % {
        "most": MOST_MEGABYTES
    }
