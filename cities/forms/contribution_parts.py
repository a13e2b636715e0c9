"""The parts of the contribution's form: what is asked, and what is right.

They are bound only when somebody sends the contribution in; `cities.forms.contribution` puts them
on one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import number_format
from django.utils.timezone import now
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cities.contributions import consent_texts
from llex.core import languages
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.languages import world_languages

LONGEST_TEXT: Final = 4000
LONGEST_QUOTE: Final = 600
EARLIEST_YEAR: Final = 1000

Choices = Sequence[tuple[str, str]]


class Limit:
    """Refuses a text beyond a length and says both; nothing is ever cut off."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, text: str) -> None:
        if len(text) <= self.most:
            return
        raise ValidationError(
            gettext("This text has %(length)s characters; at most %(limit)s can be published."),
            code="length",
            params={"length": figure(len(text)), "limit": figure(self.most)},
        )


def figure(number: int) -> str:
    return number_format(number, force_grouping=True)


def flat_choices(field: forms.Field) -> list[tuple[str, str]]:
    """Return the choices of a field without their groups; none where it has no choices."""
    flat: list[tuple[str, str]] = []
    for value, label in getattr(field, "choices", None) or ():
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        flat.extend((str(code), str(name)) for code, name in pairs)
    return flat


def _latest_today() -> date:
    # In the Pacific it is tomorrow already, and a city there may have begun this morning.
    return (now() + timedelta(hours=14)).date()


def _line(label: Any, most: int, **options: Any) -> forms.CharField:
    """Return a field of one line. It has no `maxlength`, which would cut what is pasted."""
    return LineFormField(label=label, validators=[Limit(most)], **options)


def _text(label: Any, most: int, **options: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 4, "dir": "auto", "data-limit": most})
    return ProseFormField(label=label, validators=[Limit(most)], widget=box, **options)


class Part(forms.Form):
    """One part of the page. The id of a field is its name, and links to it stay good."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **kwargs})


class SpeakerForm(Part):
    representative_name = _line(
        _("Name"),
        200,
        error_messages={"required": _("Enter the name of the person who speaks for the city.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    representative_position = _line(
        _("Position"),
        300,
        help_text=_("As it should be published, in the language you write in."),
        error_messages={"required": _("Enter the position that this person holds.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class LanguageForm(Part):
    language = forms.ChoiceField(
        label=pgettext_lazy("of a text", "Language"),
        error_messages={"required": _("Choose the language you write in.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = world_languages.choices(get_language() or languages.DEFAULT)
        choices.insert(0, ("", gettext("Choose a language")))
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(Part):
    services = forms.MultipleChoiceField(
        label=_("Services concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        services: Choices,
        row: int | None = None,
        key: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, empty_permitted=True, **kwargs)
        self.row, self.key = row, key
        self.fields["services"].choices = services  # type: ignore[attr-defined]

    @property
    def chosen(self) -> int:
        """Return how many services are ticked."""
        return len(self["services"].value() or ())


class ResponseForm(AnswerForm):
    text = _text(
        _("What is done"),
        LONGEST_TEXT,
        help_text=_("What, for whom, how many, with whom. Two to five sentences read best."),
        error_messages={"required": _("Say in a sentence or two what is done.")},
    )
    title = _line(
        _("Short title"),
        200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    since = forms.DateField(
        label=_("Since when"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give the day as year, month, day: 2026-03-25.")},
    )
    source = LineFormField(
        label=_("Link to a source"),
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
        help_text=_("A page or document where readers find more."),
        validators=[Limit(200)],
    )
    field_order = ("text", "title", "services", "since", "source")

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since and since.year < EARLIEST_YEAR:
            # Nobody means it: a year of which two figures were typed, such as 0020.
            raise ValidationError(self.fields["since"].error_messages["invalid"], code="invalid")
        if since and since > _latest_today():
            raise ValidationError(gettext("This day is in the future."), code="future")
        return since

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if source:
            message = gettext("This is not a web address; it begins with https:// or http://.")
            URLValidator(schemes=["http", "https"], message=message)(source)
        return source


class ChallengeForm(AnswerForm):
    text = _text(_("What is difficult"), LONGEST_TEXT, required=False)
    field_order = ("text", "services")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("services") and not self.cleaned_data.get("text", "x"):
            self.add_error("text", gettext("Say in a sentence what is difficult."))
        return self.cleaned_data


class QuoteForm(Part):
    quote = _text(_("Quotation"), LONGEST_QUOTE, required=False)
    quote_speaker = _line(
        _("Who said it"),
        200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    quote_position = _line(
        _("Position of the speaker"),
        300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("quote") and not said.get("quote_speaker"):
            self.add_error("quote_speaker", gettext("Say whose words these are."))
        return said


class AgreementForm(Part):
    licence = forms.BooleanField(
        label=consent_texts.LICENCE.text,
        help_text=consent_texts.LICENCE.explanation,
        widget=forms.CheckboxInput(attrs={"value": consent_texts.LICENCE.version}),
        error_messages={"required": _("Without the licence the text cannot be published.")},
    )
    consent = forms.BooleanField(
        label=consent_texts.CONSENT.text,
        help_text=consent_texts.CONSENT.explanation,
        widget=forms.CheckboxInput(attrs={"value": consent_texts.CONSENT.version}),
        error_messages={"required": _("Without consent the name and words cannot be published.")},
    )
