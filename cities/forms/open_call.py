"""Forms of an open call."""

import unicodedata
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_countries import countries

from cities.directory.autocomplete import LONGEST, CitySuggestion, public_cities, resolve, suggest
from cities.directory.duplicates import PossibleDuplicate, find_duplicates
from cities.forms.widgets import PlaceInput
from cities.models import City
from cities.open_call.applications import Applicant, ProposedCity
from llex.core import languages
from llex.core.db.fields import LineFormField
from llex.core.forms.plain_lines import PlainLineField
from llex.core.mail.addresses import AddressFormField

_DIGITS: Final = 6


class ApplicantForm(forms.Form):
    """The applicant."""

    email = AddressFormField(
        label=gettext_lazy("Your e-mail address at work"),
        help_text=gettext_lazy("We send a code of six digits there. It is never published."),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address at work.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = PlainLineField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    position = PlainLineField(
        label=gettext_lazy("Your position"),
        help_text=gettext_lazy("For instance: head of the housing department"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter your position.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails to you"),
        choices=languages.LANGUAGES,
        error_messages={"required": gettext_lazy("Choose the language of our e-mails.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def applicant(self) -> Applicant:
        """Return who filled in the valid form."""
        return Applicant(**self.cleaned_data)


class CodeForm(forms.Form):
    """The code from the letter, in digits of any script, with or without spaces."""

    code = forms.CharField(
        label=gettext_lazy("Code from the e-mail"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the code from our e-mail.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )

    def clean_code(self) -> str:
        text = str(self.cleaned_data["code"])
        code = "".join(str(unicodedata.decimal(letter)) for letter in text if letter.isdecimal())
        if len(code) != _DIGITS:
            raise forms.ValidationError(_("The code has six digits."))
        return code


class LookUpForm(forms.Form):
    """Which city: looked up as one types, or, without the script, chosen from a list."""

    city = LineFormField(
        label=gettext_lazy("Your city"),
        help_text=gettext_lazy("In any language and spelling."),
        max_length=LONGEST,
        required=False,
        widget=PlaceInput("choice"),
    )
    choice = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    found: list[CitySuggestion] = []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = str(cleaned.get("city", "")).strip()
        if choice := cleaned.get("choice"):
            cleaned["chosen"] = resolve(choice, among=public_cities())
            if cleaned["chosen"] is None:
                self.add_error("city", _("This city is not there any more. Look it up again."))
        elif not typed:
            self.add_error("city", _("Type the name of your city."))
        else:
            self._look_up(typed)
        return cleaned

    def _look_up(self, typed: str) -> None:
        self.found = suggest(typed, among=public_cities())
        if self.found:
            text = _("Choose your city from the list, or write it in by hand.")
        else:
            text = _("No city is found under this name. Try another spelling, or write it in.")
        self.add_error("city", text)

    def named(self) -> ProposedCity:
        """Return the city of the valid form."""
        return ProposedCity.of(self.cleaned_data["chosen"])


class ByHandForm(forms.Form):
    """A city that the look-up does not know: a small place, a region, an association."""

    name = PlainLineField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of your city or organisation.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=City.Kind.choices,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    # Which of ours it is after all: "city:12"; or "another".
    which = forms.CharField(required=False, max_length=40)
    likenesses: list[PossibleDuplicate] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = ("", _("Choose the country"))
        self.fields["country"].choices = [blank, *countries]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("country") and cleaned.get("kind") not in {None, City.Kind.ASSOCIATION}:
            self.add_error("country", _("Choose the country; only an association may have none."))
        if self.errors:
            return cleaned
        values = {"kind": cleaned["kind"], "country": cleaned["country"]}
        doubles = find_duplicates(City(**values, **{f"name_{languages.DEFAULT}": cleaned["name"]}))
        # Of a city that stands only in drafts organisers are told, when they decide.
        public = public_cities()
        named = set(public.filter(pk__in=[double.city.pk for double in doubles]))
        self.likenesses = [double for double in doubles if double.city in named]
        which = cleaned.get("which", "")
        is_ours = which.startswith("city:")
        cleaned["chosen"] = resolve(which, among=public) if is_ours else None
        if self.likenesses and cleaned["chosen"] is None and which != "another":
            self.add_error(None, _("We may know this city already. Is it one of these?"))
        return cleaned

    def named(self) -> ProposedCity:
        """Return the city of the valid form."""
        data = self.cleaned_data
        if isinstance(data["chosen"], City):
            return ProposedCity.of(data["chosen"])
        return ProposedCity(data["name"], data["kind"], data["country"])
