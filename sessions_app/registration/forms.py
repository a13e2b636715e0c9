"""The form to register, and to change what was written."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cities.directory.autocomplete import LONGEST, CitySuggestion, public_cities, resolve, suggest
from cities.forms.widgets import PlaceInput
from cities.models import City, Place
from llex.core import languages
from llex.core.db.fields import ProseFormField
from llex.core.forms.plain_lines import PlainLineField
from llex.core.mail.addresses import AddressFormField
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones.choices import known
from sessions_app.models import Registration
from sessions_app.registration.robots import RobotCheckMixin

_LONGEST_TEXT: Final = 2000
# What is sent in place of a city that was looked up: it stays as it was typed.
AS_TYPED: Final = "typed"


def _spoken(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=languages.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AnswersForm(forms.Form):
    """The questions to a person who registers. Only the name is needed."""

    name = PlainLineField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    name_in_script = PlainLineField(
        label=gettext_lazy("Your name in another script"),
        help_text=gettext_lazy("In Arabic or in Latin letters, for instance, as you write it."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    position = PlainLineField(
        label=gettext_lazy("Your position"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
    )
    organisation_name = PlainLineField(
        label=gettext_lazy("Your organisation"),
        help_text=gettext_lazy("A city government, a network, a university."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    city_name = PlainLineField(
        label=gettext_lazy("Your city"),
        help_text=gettext_lazy("In any language and spelling."),
        max_length=LONGEST,
        required=False,
        widget=PlaceInput("choice"),
    )
    choice = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    understood = _spoken(
        gettext_lazy("Languages that you understand"),
        gettext_lazy("The organisers plan the interpretation by it."),
    )
    spoken = _spoken(gettext_lazy("Languages that you speak"))
    access_needs = ProseFormField(
        label=gettext_lazy("What do you need to take part well?"),
        help_text=gettext_lazy("Captions, sign language, a text sent before, for instance."),
        max_length=_LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    question = ProseFormField(
        label=gettext_lazy("A question to the speakers"),
        help_text=gettext_lazy("The organisers pass it on, without your name."),
        max_length=_LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        help_text=gettext_lazy(
            "As you describe yourself. It is counted in sums of five people or more only, and"
            " no one sees yours."
        ),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails to you"),
        choices=languages.LANGUAGES,
        required=False,
    )
    consents_to_listing = forms.BooleanField(
        label=gettext_lazy("The note of the session may name me among the participants"),
        help_text=gettext_lazy(
            "With your name and position. You register just as well without, and you can change"
            " it at any time before the note is published."
        ),
        required=False,
    )
    # Filled in by a script.
    time_zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    found: list[CitySuggestion] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gender: Any = self.fields["gender"]
        gender.choices = [("", _("I would rather not say")), *Registration.Gender.choices]
        self.fields["language"].initial = get_language()

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"]) or get_language() or languages.DEFAULT

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"])
        return zone if zone in known() else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed, choice = cleaned.get("city_name") or "", cleaned.get("choice") or ""
        cleaned["chosen"] = None
        if typed and choice != AS_TYPED:
            chosen = resolve(choice, among=public_cities()) if choice else None
            if chosen is not None and _may_mean(chosen, typed):
                cleaned["chosen"] = chosen
            else:
                self._look_up(typed)
        return cleaned

    def _look_up(self, typed: str) -> None:
        """Ask once which city is meant, where the script did not say it."""
        self.found = suggest(typed, among=public_cities())
        if self.found:
            self.add_error("city_name", _("Choose your city below, or keep it as you wrote it."))

    def answers(self, notice: str) -> dict[str, Any]:
        """Return the answers of the valid form; *notice* is the version that was shown with it."""
        data = self.cleaned_data
        chosen = data["chosen"]
        return {
            **{name: data[name] for name in Registration.ANSWERS if name in data},
            "city": chosen if isinstance(chosen, City) else None,
            "privacy_notice": notice,
        }

    @property
    def place(self) -> Place | None:
        """Return the place of the gazetteer that was chosen in the valid form, if any."""
        chosen = self.cleaned_data["chosen"]
        return chosen if isinstance(chosen, Place) else None


class RegistrationForm(RobotCheckMixin, AnswersForm):
    """The form of the public page."""

    email = AddressFormField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a link there to confirm. It is never published."),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("name", "email")


def plain_line(text: str) -> str:
    """Return a name or position in one line. Raise ValidationError for addresses and signs."""
    return PlainLineField(required=False).clean(text)


def _may_mean(chosen: City | Place, typed: str) -> bool:
    """Return whether *typed* begins a name of the city: it may have been changed afterwards."""
    if isinstance(chosen, City):
        names = [str(chosen), *chosen.names, *chosen.other_spellings]
    else:
        names = [chosen.name, *chosen.spellings]
    key = normalize_key(typed)
    return any(normalize_key(name).startswith(key) for name in names)
