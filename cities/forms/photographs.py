"""The form of a photograph: the file, and what is said of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.contributions import consent_texts, photographs
from cities.forms.contribution_parts import form_field
from cities.models import Contribution, Photograph
from cities.wording.answer_fields import PHOTOGRAPH_FIELDS


class PhotographForm(forms.Form):
    """The texts of a photograph, with the fields declared in `PHOTOGRAPH_FIELDS`."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in PHOTOGRAPH_FIELDS:
            self.fields[one.name] = form_field(one)
        self.fields["consent"] = forms.BooleanField(
            label=consent_texts.PHOTOGRAPH.text,
            help_text=consent_texts.PHOTOGRAPH.explanation,
            required=False,
        )


class NewPhotographForm(PhotographForm):
    """A photograph to be added."""

    file = forms.FileField(
        label=_("Photograph"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty."),
        },
    )


def forms_of(
    contribution: Contribution, posted: PhotographForm | None = None, key: str = ""
) -> list[tuple[Photograph, PhotographForm]]:
    """Return each photograph with its form; that of *key* is as it was *posted*."""
    return [
        (
            one,
            posted
            if posted and str(one.key) == key
            else PhotographForm(prefix=str(one.key), initial=photographs.texts_of(one)),
        )
        for one in contribution.photographs.all()
    ]
