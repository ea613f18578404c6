"""The first texts of the pages that every site must have; the institution edits them as any other page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Information:
    title: str
    paragraphs: tuple[str, ...]

    def body(self) -> str:
        """Return the page's text in the active language."""
        return format_html_join("", "<p>{}</p>", [(_(paragraph),) for paragraph in self.paragraphs])


INFORMATION = {
    "privacy": Information(
        gettext_noop("Privacy notice"),
        (
            gettext_noop(
                "We keep a register of the professional development certificates that we issue. The law asks us to "
                "publish part of it: the surname and initials of the holder, the form, kind and topic of the training, "
                "its volume, the date of issue and the record number. Nothing else about a holder is public."
            ),
            gettext_noop(
                "The full name, the learning outcomes and the other details of a certificate are seen only by those of "
                "our staff who keep the register. The register is kept for good; the files that certificates are "
                "imported from are deleted after 30 days and the texts of letters after two years."
            ),
            gettext_noop(
                "You may ask what we hold on you, have a mistake corrected, or object to the publication of your name. "
                "Write to the address at the foot of this page."
            ),
        ),
    ),
    "cookies": Information(
        gettext_noop("Cookies"),
        (
            gettext_noop(
                "This site sets no cookies for visitors who only read it. Signing in sets two cookies that the site "
                "cannot work without: one keeps you signed in until you close the browser, the other protects the "
                "forms that you send. There is no analytics and nothing is loaded from other sites."
            ),
            gettext_noop(
                "If you choose to read a text in two languages side by side, one more cookie remembers that for half a "
                "year, until you choose to read one language only."
            ),
        ),
    ),
    "accessibility": Information(
        gettext_noop("Accessibility statement"),
        (
            gettext_noop(
                "We want everybody to be able to use this site: with a keyboard alone, with a screen reader, on a "
                "phone, enlarged to 400 per cent, printed, and without JavaScript. Its public pages are checked "
                "automatically against the Web Content Accessibility Guidelines 2.2, level AA."
            ),
            gettext_noop(
                "If something does not work for you, tell us at the address at the foot of this page: we will send you "
                "what you need in another form and mend the page."
            ),
        ),
    ),
}
