"""Forms to invite cities: the cities, and the officers in each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from cities.models import City, Contribution, Officer
from llex.core import languages
from llex.core.db.collation import InLanguageOrder
from llex.core.db.fields import LineFormField
from llex.core.languages.phrases import join_items
from llex.core.mail.addresses import AddressFormField
from llex.core.models import User


class CitiesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Cities, each called with its country."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.in_full)


class CitiesForm(forms.Form):
    """Which cities are to be invited."""

    cities = CitiesField(
        label=gettext_lazy("Cities"),
        queryset=City.objects.all(),
        help_text=gettext_lazy("Type the beginning of a name. You choose the people next."),
        error_messages={"required": gettext_lazy("Choose at least one city.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = AutocompleteSelectMultiple(
            Contribution._meta.get_field("city"),
            admin.site,
            attrs={"data-theme": "admin-autocomplete", "class": "unfold-admin-autocomplete"},
        )
        field: Any = self.fields["cities"]
        field.widget = widget
        widget.choices = field.choices


class InviteesForm(forms.Form):
    """The officers to invite in one city: known ones, and one new person."""

    officers = forms.MultipleChoiceField(
        label=gettext_lazy("Officers"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    email = AddressFormField(
        label=gettext_lazy("Someone new: e-mail address"),
        required=False,
        max_length=254,
        widget=UnfoldAdminEmailInputWidget,
    )
    name = LineFormField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    position = LineFormField(
        label=gettext_lazy("Position"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails"),
        choices=languages.LANGUAGES,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where the address comes from"),
        help_text=gettext_lazy("The e-mail says so, as data protection asks."),
        choices=Officer.AddressSource.choices,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(
        self, data: Any = None, *, city: City, contribution: Contribution | None = None
    ) -> None:
        super().__init__(data, prefix=f"city-{city.pk}")
        self.city, self.contribution = city, contribution
        self._writing = {str(officer.pk): officer for officer in self._officers()}
        choices: Any = self.fields["officers"]
        choices.choices = [(key, self._label(one)) for key, one in self._writing.items()]
        choices.initial = [key for key, one in self._writing.items() if one not in self._invited]
        if not self._writing:
            del self.fields["officers"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("officers") or cleaned.get("email") or self.errors):
            self.add_error("email", _("Tick an officer, or enter the address of someone new."))
        if self.is_ended:
            self.add_error(
                None,
                _(
                    "The city has ended its contribution (%(state)s): leave it out. One that"
                    " declined can be opened again on its page."
                )
                % {"state": self.contribution.get_state_display()},  # type: ignore[union-attr]
            )
        return cleaned

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if email and User.objects.filter(email=email, is_active=False).exists():
            raise forms.ValidationError(_("The account of this address is closed."))
        return email

    @property
    def is_ended(self) -> bool:
        """Return whether the contribution has ended, so that no officer can be invited."""
        return self.contribution is not None and self.contribution.state in (
            "withdrawn",
            "declined",
        )

    @property
    def chosen(self) -> list[Officer]:
        """Return the officers that were ticked."""
        return [self._writing[key] for key in self.cleaned_data.get("officers", ())]

    @property
    def new(self) -> dict[str, str]:
        """Return the data of the new person, empty if the form names none."""
        email = self.cleaned_data["email"]
        names = ("name", "position", "language", "source")
        details = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
        return {"email": email, **details} if email else {}

    def recipients(self, known: Mapping[str, User]) -> list[Officer]:
        """Return whom the valid form invites, those not stored yet unsaved; *known* by address."""
        if not (new := self.new):
            return self.chosen
        user = known.get(new["email"]) or User(
            email=new["email"],
            name=new.get("name", ""),
            language=new.get("language", languages.DEFAULT),
        )
        source = new.get("source", Officer.AddressSource.CONTACTS)
        officer = Officer(
            city=self.city, user=user, position=new.get("position", ""), address_source=source
        )
        twins = {one.user.email for one in self.chosen}
        return self.chosen if user.email in twins else [*self.chosen, officer]

    @property
    def first_language(self) -> str:
        """Return the language of the letter that is sent first."""
        keys = (self["officers"].value() or ()) if self._writing else ()
        ticked = [self._writing[key] for key in keys if key in self._writing]
        return ticked[0].user.language if ticked else self["language"].value() or languages.DEFAULT

    def _officers(self) -> Iterable[Officer]:
        return [
            officer
            for officer in self.city.officers.all()
            if officer.is_writing and officer.user.is_active
        ]

    @cached_property
    def _invited(self) -> set[Officer]:
        if self.contribution is None:
            return set()
        made = self.contribution.invitations.all()
        return {one.officer for one in made if one.revoked_at is None}

    def _label(self, officer: Officer) -> str:
        user = officer.user
        parts = [str(user), user.email, officer.position, languages.name_of(user.language)]
        label = join_items(dict.fromkeys(part for part in parts if part))
        return (
            _("Invited already: %(person)s") % {"person": label}
            if officer in self._invited
            else label
        )


def invitees(session: Any, cities: Any, data: Any = None) -> list[InviteesForm]:
    """Return a form for each of the *cities*; a constant number of queries."""
    rows = cities.prefetch_related("officers__user").order_by(InLanguageOrder("name"), "pk")
    brought = session.contributions.filter(city__in=cities).prefetch_related("invitations__officer")
    by_city = {contribution.city_id: contribution for contribution in brought}
    return [InviteesForm(data, city=city, contribution=by_city.get(city.pk)) for city in rows]
