"""The parts of the contribution's form and their validation.

They are bound only on submission; `cities.forms.contribution` puts them on one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import number_format
from django.utils.timezone import now
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cities.contributions import consent_texts
from cities.contributions.drafts import EntryDraft
from cities.contributions.earlier import CopyMark
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    LONGEST_TEXT,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
    form_order,
)
from llex.core import languages
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.languages import world_languages

LONGEST_QUOTE: Final = 600
EARLIEST_YEAR: Final = 1000
# Fields that need no line of their own.
_SHORT: Final = frozenset({Kind.DAY, Kind.ADDRESS})

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


class DayField(forms.DateField):
    """A day that is not in the future, wherever it is read."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day.year < EARLIEST_YEAR:
            # A year of which only two figures were typed, such as 0020.
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if day and day > _latest_today():
            raise ValidationError(gettext("This day is in the future."), code="future")
        return day


class AddressField(LineFormField):
    """A web address with its scheme."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if address:
            message = gettext("This is not a web address; it begins with https:// or http://.")
            URLValidator(schemes=["http", "https"], message=message)(address)
        return address


def form_field(field: AnswerField) -> forms.Field:
    """Return the form field of a declared field."""
    options: dict[str, Any] = {"required": field.is_required, "help_text": field.help_text}
    if field.errors:
        options["error_messages"] = dict(field.errors)
    limit = field.limit or LONGEST_TEXT
    match field.kind:
        case Kind.PROSE:
            return _text(field.label, limit, **options)
        case Kind.DAY:
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            formats = ["%Y-%m-%d"]
            return DayField(label=field.label, input_formats=formats, widget=day, **options)
        case Kind.ADDRESS:
            attrs = {"dir": "ltr", "inputmode": "url", "autocomplete": "off"}
            address = forms.URLInput(attrs=attrs)
            limits = [Limit(limit)]
            return AddressField(label=field.label, widget=address, validators=limits, **options)
        case Kind.SERVICES:
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=field.label, widget=boxes, **options)
    line = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return _line(field.label, limit, widget=line, **options)


def with_declared_fields(form: type[AnswerForm]) -> type[AnswerForm]:
    """Add the declared fields to the class of a form, in the order of the form."""
    form.base_fields = {field.name: form_field(field) for field in form_order(form.declared)}
    return form


class AnswerForm(Part):
    """The fields of a response or a challenge, as declared."""

    declared: ClassVar[tuple[AnswerField, ...]] = ()

    def __init__(
        self,
        *args: Any,
        services: Choices,
        entry: EntryDraft | None = None,
        mark: CopyMark | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, empty_permitted=True, **kwargs)
        self.entry, self.mark = entry, mark
        self.fields["services"].choices = services  # type: ignore[attr-defined]

    @property
    def chosen(self) -> int:
        """Return how many services are ticked."""
        return len(self["services"].value() or ())

    @property
    def further(self) -> list[list[forms.BoundField]]:
        """Return the fields after the text in rows: days and addresses share one."""
        short = {field.name for field in self.declared if field.kind in _SHORT}
        rows = groupby((name for name in self.fields if name != "text"), key=short.__contains__)
        return [
            row
            for is_short, names in rows
            for row in (
                [[self[name] for name in names]] if is_short else [[self[name]] for name in names]
            )
        ]

    @property
    def has_further_errors(self) -> bool:
        """Return whether a field after the text is wrong."""
        return any(bound.errors for row in self.further for bound in row)


@with_declared_fields
class ResponseForm(AnswerForm):
    declared = RESPONSE_FIELDS


@with_declared_fields
class ChallengeForm(AnswerForm):
    declared = CHALLENGE_FIELDS

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
        data = self.cleaned_data
        if data.get("quote") and not data.get("quote_speaker"):
            self.add_error("quote_speaker", gettext("Say whose words these are."))
        return data


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
