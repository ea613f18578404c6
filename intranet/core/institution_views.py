"""The institution's data in the admin's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core import clock
from intranet.core.access import account_of, holders_of
from intranet.core.forms import TextPerLanguageField
from intranet.core.models import Institution
from intranet.core.operations import change_institution
from intranet.core.profile import PROFILES
from intranet.core.validators import validate_brand_colour, validate_colour

PROFILE_NAMES = {
    "ukraine": gettext_lazy("Ukraine: Ukrainian first, council and order, public list of certificates"),
    "wales": gettext_lazy("Wales: Welsh and English together, cabinet or delegated decision, no public list"),
    "blank": gettext_lazy("Blank: one language, order alone, no public list"),
}


class InstitutionForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no subscript
    """The institution's data; a change of profile asks to be confirmed: it changes the legal rules of the site."""

    names = TextPerLanguageField(label=gettext_lazy("Full legal name"), max_length=300)
    short_names = TextPerLanguageField(label=gettext_lazy("Short name"), max_length=80, required=False)
    addresses = TextPerLanguageField(label=gettext_lazy("Postal address"), max_length=300, required=False)
    list_basis = TextPerLanguageField(
        label=gettext_lazy("Legal basis of the public list"), rows=2, max_length=600, required=False
    )
    brand_colour = forms.CharField(label=gettext_lazy("Brand colour"), validators=[validate_brand_colour])
    accent_colour = forms.CharField(label=gettext_lazy("Accent colour"), validators=[validate_colour])
    profile_key = forms.ChoiceField(
        label=gettext_lazy("Profile"), choices=[(key, PROFILE_NAMES[key]) for key in PROFILES]
    )
    confirm_profile = forms.BooleanField(
        label=gettext_lazy("Yes, change the profile"),
        required=False,
        help_text=gettext_lazy(
            "Another profile changes the languages of the site, its scheme of approval, its rule for the public list "
            "and its time zone. What has been published stays as it is."
        ),
    )

    class Meta:
        model = Institution
        fields = (
            "names",
            "short_names",
            "code",
            "phone",
            "email",
            "addresses",
            "brand_colour",
            "accent_colour",
            "public_list",
            "list_basis",
            "profile_key",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("profile_key") != self.initial.get("profile_key") and not cleaned.get("confirm_profile"):
            self.add_error(
                "confirm_profile",
                _("A change of profile changes the legal rules of this site. Tick the box to confirm it."),
            )
        return cleaned


@holders_of("core.change_institution")
def edit_institution(request: HttpRequest) -> HttpResponse:
    """Show and change the institution's data."""
    form = InstitutionForm(request.POST or None, instance=Institution.objects.get())
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in InstitutionForm.Meta.fields}
        change_institution(
            institution=Institution.objects.get(), values=values, actor=account_of(request), at=clock.now()
        )
        messages.success(request, _("The institution’s data are saved."))
        return redirect(reverse("institution"))
    title = _("Institution")
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}]
    context = {"form": form, "header_title": title, "header_icon": "site", "breadcrumbs_items": crumbs}
    return render(request, "core/admin/institution.html", context)
