"""What people say about how they are told, and the institution about its letters."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.images.widgets import AdminImageChooser

from intranet.core import institution
from intranet.core.forms import TextPerLanguageField
from intranet.core.languages import OWN_NAMES
from intranet.notices import queries
from intranet.notices.models import PostSettings, Preference
from intranet.notices.rules import Quiet
from intranet.people.models import Person

EMAIL, PAPER = "email", "paper"


def language_choices(also: str = "") -> list[tuple[str, Any]]:
    """Return the languages of the site to choose from, and that it does not matter."""
    codes = dict.fromkeys([*institution.current().languages, *([also] if also else [])])
    return [*((code, OWN_NAMES[code]) for code in codes), ("", gettext_lazy("No preference"))]


class LanguageForm(forms.Form):
    """The question put at the first sign-in."""

    language = forms.ChoiceField(
        label=gettext_lazy("In which language shall we write to you?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]


class PreferencesForm(forms.Form):
    """How a person is told: language, roads, hours."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of your letters"), required=False, widget=forms.RadioSelect
    )
    letters = forms.MultipleChoiceField(
        label=gettext_lazy("What you are told by e-mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everything is on this site in any case, under Messages."),
    )
    statutory = forms.ChoiceField(
        label=gettext_lazy("Notices that the law demands"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("They cannot be switched off. On paper they are handed to you by the HR department."),
        choices=[
            (EMAIL, pgettext_lazy("how a notice reaches a person", "by e-mail")),
            (PAPER, pgettext_lazy("how a notice reaches a person", "on paper")),
        ],
    )
    digest_hour = forms.TypedChoiceField(
        label=gettext_lazy("The letter of the day comes"), required=False, coerce=int, empty_value=None
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Your time zone"),
        required=False,
        help_text=gettext_lazy("No letter reaches you in its quiet hours. Deadlines keep the time of the institution."),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        self.preference = queries.preference_of(person)
        super().__init__(data, initial=_initial(person, self.preference))
        site, frame = institution.current(), queries.post_settings()
        offered: dict[str, list[tuple[Any, Any]]] = {
            "language": language_choices(person.language),
            "letters": [(kind.key, kind.name) for kind in queries.kinds_to_choose()],
            "digest_hour": [("", _("as soon as there is something to tell")), *_hours(frame)],
            "time_zone": [("", _("that of the institution: %(zone)s") % {"zone": site.time_zone}), *_zones()],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wishes(self) -> dict[str, Any]:
        """Return what the operation takes."""
        said = self.cleaned_data
        return {
            "language": said["language"],
            "time_zone": said["time_zone"],
            "digest_hour": said["digest_hour"],
            "statutory_on_paper": said["statutory"] == PAPER,
            "switched_off": {kind.key for kind in queries.kinds_to_choose()} - set(said["letters"]),
        }


class PostSettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no subscript
    """When letters go out and what stands around their words."""

    footers = TextPerLanguageField(
        label=gettext_lazy("Words at the end of each letter"),
        rows=3,
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Left empty, the words of the profile stand there."),
    )

    class Meta:
        model = PostSettings
        fields = ("quiet_from", "quiet_until", "rests_on_days_off", "logo", "footers")
        widgets: ClassVar = {
            "quiet_from": forms.TimeInput(format="%H:%M"),
            "quiet_until": forms.TimeInput(format="%H:%M"),
            "logo": AdminImageChooser,
        }


def _initial(person: Person, preference: Preference) -> dict[str, Any]:
    off = {kind for _person, kind in queries.switched_off([person.pk])}
    return {
        "language": person.language,
        "letters": [kind.key for kind in queries.kinds_to_choose() if kind.key not in off],
        "statutory": PAPER if preference.statutory_on_paper else EMAIL,
        "digest_hour": "" if preference.digest_hour is None else preference.digest_hour,
        "time_zone": preference.time_zone,
    }


def _hours(frame: PostSettings) -> list[tuple[Any, Any]]:
    quiet = Quiet(frame.quiet_from, frame.quiet_until)
    loud = [hour for hour in range(24) if not quiet.covers(time(hour))]
    return [(hour, _("not before %(hour)s") % {"hour": f"{hour}:00"}) for hour in loud]


def _zones() -> list[tuple[Any, Any]]:
    return [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith("Etc/")]
