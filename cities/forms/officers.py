"""Forms of the officers' dashboard."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City, Officer
from cities.officers import memberships
from llex.core import languages
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.mail.addresses import AddressFormField
from llex.core.models import User

_FARTHEST: Final = timedelta(days=366)


class DeclineForm(forms.Form):
    """Why a city does not contribute, if it wants to say."""

    reason = ProseFormField(
        label=gettext_lazy("Would you like to say why?"),
        help_text=gettext_lazy(
            "Only the organisers read it. It helps them to plan the next session."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ColleagueForm(forms.Form):
    """A person who will write for the city."""

    must_be_new = True

    email = AddressFormField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We send an e-mail there that explains everything."),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter this person’s e-mail address.")},
    )
    name = LineFormField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter this person’s name.")},
    )
    position = LineFormField(label=gettext_lazy("Position"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails"),
        choices=languages.LANGUAGES,
        error_messages={"required": gettext_lazy("Choose the language of our e-mails.")},
    )

    def __init__(self, *args: Any, city: City, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._city, self._user = city, user
        self.fields["language"].initial = user.language

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if email == self._user.email:
            raise forms.ValidationError(_("This is your own address."))
        if User.objects.filter(email=email, is_active=False).exists():
            raise forms.ValidationError(_("This address cannot be used. Ask the organisers."))
        there = Officer.objects.writing().filter(city=self._city, user__email=email)
        if self.must_be_new and there.exists():
            raise forms.ValidationError(_("This person may write for the city already."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if Officer.objects.writing().filter(city=self._city).count() >= memberships.MOST:
            raise forms.ValidationError(
                _("So many people write for this city already that no more can be added.")
            )
        return cleaned


class ColleagueAddressForm(ColleagueForm):
    """A colleague of whom only the address is asked; the rest is theirs to say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "position", "language"):
            del self.fields[name]


class HandOverForm(ColleagueForm):
    """The successor, who may be a colleague, and the last day of the present officer."""

    must_be_new = False

    last_day = forms.DateField(
        label=gettext_lazy("Your last day"),
        help_text=gettext_lazy(
            "Until then both of you may write. After it, at midnight UTC, your access ends."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=localdate,
        error_messages={"required": gettext_lazy("Enter your last day.")},
    )
    field_order = ("email", "name", "position", "language", "last_day")

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day < localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        if day > localdate() + _FARTHEST:
            raise forms.ValidationError(_("Choose a day within a year from now."))
        return day
