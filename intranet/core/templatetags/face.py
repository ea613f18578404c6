"""Tags of the public face: the language switch, the navigation, the institution's name and colours, form controls."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypedDict

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from intranet.core import institution as institutions
from intranet.core import languages
from intranet.core.models import Institution

register = template.Library()
HOME_DEPTH = 2  # of a home page in the tree; above it is the root, which nobody sees


class Alternate(TypedDict):
    """The same page in another language; not ``exact`` where only that language's home page can be offered."""

    code: str
    name: str
    url: str
    current: bool
    exact: bool
    hint: str


class Item(TypedDict):
    name: str
    url: str
    current: bool


class Crumb(TypedDict):
    name: str
    url: str


# --- Languages -----------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def alternates(context: Context) -> list[Alternate]:
    """Return this page's address in every language of the site, in the site's order.

    A Wagtail page asks for its live translations (one query); a Django view's address is translated. A view that knows
    better puts ``own_alternates`` (``{code: url}``) into its context. A language in which the page does not exist leads
    to that language's home page and says so: the other language is never shown as if it were a translation (law 9).
    """
    request = context.get("request")
    site = institutions.current()
    found = _addresses(context, request, site)
    return [_alternate(code, found.get(code)) for code in site.languages]


def _addresses(context: Context, request: HttpRequest | None, site: Institution) -> dict[str, str]:
    if "own_alternates" in context:
        return dict(context["own_alternates"])
    if request is None or context.get("nothing_here"):
        return {}
    page: Any = context.get("page")
    if hasattr(page, "get_translations"):
        translations = page.get_translations(inclusive=True).live().select_related("locale")
        addressed = translations.only("url_path", "path", "depth", "locale__language_code")
        return {each.locale.language_code: each.get_url(request) for each in addressed}
    if not translation.get_language_from_path(request.path_info):
        return {}
    return {code: translate_url(request.get_full_path(), code) for code in site.languages}


def _alternate(code: str, url: str | None) -> Alternate:
    current = code == languages.reader_language()
    hint = ""
    if not (url or current):
        with translation.override(code):
            hint = gettext("home page; this page is not available in English")
    return Alternate(
        code=code,
        name=languages.OWN_NAMES.get(code, code),
        url=url or f"/{code}/",
        current=current,
        exact=bool(url),
        hint=hint,
    )


@register.simple_tag
def house_languages(codes: Sequence[str] | None = None) -> Sequence[str]:
    """Return ``codes``, or every language of the house where the template was given no context at all."""
    return codes or languages.CODES


@register.filter
def own_name(code: str) -> str:
    """Return the language's name in itself."""
    return languages.OWN_NAMES.get(code, code)


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """Return the address under which search engines are to keep this page: its own, without questions and marks."""
    request = context.get("request")
    if request is None or context.get("nothing_here"):
        return ""
    return str(request.build_absolute_uri(escape_uri_path(request.path)))


@register.simple_tag(takes_context=True)
def absolute(context: Context, url: str) -> str:
    """Return the whole address, as search engines and print need it."""
    request = context.get("request")
    return request.build_absolute_uri(url) if request is not None else url


# --- Navigation ----------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Item]:
    """Return the main navigation; it costs no query beyond the institution's row."""
    site = institutions.current()
    request = context.get("request")
    signed_in = request is not None and hasattr(request, "user") and request.user.is_authenticated
    wanted = [
        (True, pgettext("menu", "Regulations"), "regulations"),
        (signed_in, pgettext("menu", "Job descriptions"), "job-descriptions"),
        (True, pgettext("menu", "Programmes"), "programmes"),
        (site.public_list, pgettext("menu", "Certificates issued"), "certificates"),
        (True, pgettext("menu", "Verify a certificate"), "verify"),
    ]
    path = request.path if request is not None else ""
    return [_item(name, language_address(slug), path) for shown, name, slug in wanted if shown]


@register.simple_tag
def language_address(slug: str = "") -> str:
    """Return the address of a part of the site in the reader's language; of its home page without one."""
    return f"/{languages.reader_language()}/{slug}/" if slug else f"/{languages.reader_language()}/"


@register.simple_tag(takes_context=True)
def staff_links(context: Context) -> list[Item]:
    """Return what a signed-in person reaches from everywhere; an address that is not served is left out."""
    request = context["request"]
    wanted = [
        (pgettext("menu", "My page"), "staff_home"),
        (pgettext("menu", "Messages"), "inbox"),
        (pgettext("menu", "People"), "directory"),
        (pgettext("menu", "My account"), "account_change_password"),
    ]
    if request.user.has_perm("wagtailadmin.access_admin"):
        wanted.append((pgettext("menu", "Administration"), "wagtailadmin_home"))
    found = [(name, _address(view)) for name, view in wanted]
    return [_item(name, url, request.path) for name, url in found if url]


@register.simple_tag(takes_context=True)
def page_crumbs(context: Context) -> list[Crumb]:
    """Return the way from the home page down to a Wagtail page, the page itself left out."""
    request = context.get("request")
    return [Crumb(name=each.title, url=each.get_url(request) or "") for each in _above(context["page"])]


def _above(page: Any) -> Sequence[Any]:
    """Return the pages above one: those on the way by which Wagtail has found it, else what one query says."""
    found: list[Any] = []
    lowest = page
    while page.depth > 1 and hasattr(page, "_cached_parent_obj"):
        page = page._cached_parent_obj
        found.insert(0, page)
    if found and found[0].depth <= HOME_DEPTH:
        return [each for each in found if each.depth >= HOME_DEPTH]
    above = lowest.get_ancestors().filter(depth__gte=HOME_DEPTH)
    return list(above.only("title", "url_path", "path", "depth", "locale"))


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _item(name: str, url: str, path: str) -> Item:
    return Item(name=name, url=url, current=path.startswith(url))


# --- The institution -----------------------------------------------------------------------------------------------


@register.simple_tag
def institution_name() -> str:
    """Return the full legal name in the reader's language."""
    return institutions.current().name_in(languages.reader_language())


@register.simple_tag
def institution_short_name() -> str:
    return institutions.current().short_name_in(languages.reader_language())


@register.simple_tag
def institution_address() -> str:
    return institutions.current().address_in(languages.reader_language())


def brand_version(site: Institution) -> str:
    """Return a short mark of the two colours, so that the style sheet's address changes with them."""
    return hashlib.sha256(f"{site.brand_colour}{site.accent_colour}".encode()).hexdigest()[:10]


@register.simple_tag
def brand_css_url() -> str:
    """Return the address of the institution's colours."""
    return f"{reverse('brand_css')}?v={brand_version(institutions.current())}"


# --- Forms ---------------------------------------------------------------------------------------------------------

CONTROL_CLASSES = {
    "select": "govuk-select",
    "selectmultiple": "govuk-select",
    "textarea": "govuk-textarea",
    "checkbox": "govuk-checkboxes__input",
    "clearablefile": "govuk-file-upload",
    "file": "govuk-file-upload",
}


@register.filter
def control(field: BoundField) -> SafeString:
    """Print a field's control with the classes of our components; Django ties hint and errors to it."""
    kind = field.widget_type
    classes = [CONTROL_CLASSES.get(kind, "govuk-input")]
    if field.errors:
        classes.append(f"{classes[0]}--error")
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": " ".join([*classes, own]).strip()})


@register.filter
def is_choice_list(field: BoundField) -> bool:
    """Tell whether the field is a list of radio buttons or tick boxes, which needs a fieldset."""
    return bool(field.use_fieldset and field.widget_type in {"radioselect", "checkboxselectmultiple"})


# --- States --------------------------------------------------------------------------------------------------------

TAG_COLOURS = {
    "in_force": "good",
    "valid": "good",
    "met": "good",
    "published": "good",
    "future": "calm",
    "open": "calm",
    "draft": "quiet",
    "previous": "quiet",
    "superseded": "quiet",
    "waived": "quiet",
    "lapsed": "quiet",
    "withdrawn": "quiet",
    "public": "good",
    "waiting": "calm",
    "not_recorded": "warn",
    "due": "warn",
    "near": "warn",
    "held": "warn",
    "met_late": "warn",
    "repealed": "bad",
    "annulled": "bad",
    "restricted": "bad",
    "overdue": "bad",
}


STATE_NAMES = {
    "draft": _("draft"),
    "future": _("not yet in force"),
    "in_force": _("in force"),
    "previous": _("previous edition"),
    "repealed": _("no longer in force"),
    "not_recorded": _("approval not recorded"),
}


@register.simple_tag
def state_name(state: Any) -> str:
    """Return how an edition stands, in two words of the reader's language."""
    return str(STATE_NAMES.get(str(state), ""))


@register.filter
def tag_colour(state: Any) -> str:
    """Return the class of a state's tag. The words say the state; the colour only repeats it."""
    return f"tag--{TAG_COLOURS.get(str(state), 'quiet')}"


# --- Tables --------------------------------------------------------------------------------------------------------


@register.filter
def upto(rows: Sequence[Any], count: int) -> Sequence[Any]:
    """Return the first ``count`` rows: those of a table's head."""
    return rows[: int(count or 0)]


@register.filter
def after(rows: Sequence[Any], count: int) -> Sequence[Any]:
    """Return the rows after the first ``count``."""
    return rows[int(count or 0) :]


@register.filter
def may_break(address: str) -> SafeString:
    """Return an e-mail address that a narrow cell may break after its @, before it has to break within a word."""
    return format_html_join(mark_safe("@<wbr>"), "{}", ((part,) for part in str(address).split("@")))
