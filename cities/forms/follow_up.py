"""The form of a follow-up on printed policy responses."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import Contribution, PolicyResponse, ResponseUpdate
from llex.core import languages
from llex.core.db.fields import ProseFormField
from llex.core.forms.problems import Problem, problems_of
from llex.core.languages import world_languages
from llex.core.languages.phrases import join_items

_LONGEST = 5000


class UpdateForm(forms.Form):
    """The state of one response, its date, and a text in the city's words if it wishes."""

    kind = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            ("true", _("It is still true")),
            ("changed", _("It has changed")),
            ("ended", _("It has ended")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    text = ProseFormField(
        label=_("What is different, in a sentence or two"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Where it has changed, say how; otherwise you may leave this empty."),
    )
    said_on = forms.DateField(
        label=_("As of"),
        initial=localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Today, or the day on which it changed or ended."),
        error_messages={"required": _("Enter the day of which you say this.")},
    )

    def __init__(self, response: PolicyResponse, data: Any = None) -> None:
        super().__init__(data, prefix=f"response-{response.pk}")
        self.response = response

    def clean_said_on(self) -> Any:
        day = self.cleaned_data["said_on"]
        if day > localdate():
            raise forms.ValidationError(_("This date is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ResponseUpdate.Kind.CHANGED and not cleaned.get("text"):
            self.add_error("text", _("Say what has changed."))
        return cleaned

    def update(self, language: str) -> ResponseUpdate:
        """Return the answer, not yet saved, its text where the language it is in belongs.

        That is the contribution's *language*, unless the text is clearly in another of ours: half a
        year later a colleague may answer, in the language of the letter.
        """
        text = self.cleaned_data["text"].strip()
        written_in = world_languages.suggest(text)
        if written_in in languages.CODES:
            language = written_in
        place = f"text_{language}" if language in languages.CODES else "original_text"
        return ResponseUpdate(
            response=self.response,
            kind=self.cleaned_data["kind"],
            said_on=self.cleaned_data["said_on"],
            **{place: text},
        )


def update_forms(contribution: Contribution, data: Any = None) -> list[UpdateForm]:
    """Return one form for each response of the contribution."""
    return [UpdateForm(response, data) for response in contribution.responses.all()]


def problems(updates: Iterable[UpdateForm]) -> list[Problem]:
    """List the mistakes of all forms, each with the number of its response."""
    return [
        problem
        for number, update in enumerate(updates, start=1)
        if update.is_bound
        for problem in problems_of(update, partial(_label, number))
    ]


def _label(number: int, bound: forms.BoundField) -> str:
    response = gettext("Response %(number)s") % {"number": number}
    return join_items([response, bound.label])
