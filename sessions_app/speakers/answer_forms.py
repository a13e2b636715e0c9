"""The forms behind the personal link of a speaker."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.contributions import consent_texts
from cities.forms.contribution_parts import Limit
from llex.core.db.fields import ProseFormField
from llex.core.forms.plain_lines import PlainLineField
from sessions_app.models.speakers import LONGEST_BIOGRAPHY
from sessions_app.speakers.answering import SpeakerAnswers
from sessions_app.speakers.speaker_files import PictureTexts

_LONGEST_REASON = 1000


def _line(label: Any, most: int, autocomplete: str = "off", **options: Any) -> PlainLineField:
    box = forms.TextInput(attrs={"dir": "auto", "autocomplete": autocomplete})
    return PlainLineField(label=label, max_length=most, widget=box, **options)


class SpeakerAnswersForm(forms.Form):
    """Name and position as published, organisation, biography, and the consent to be named."""

    use_required_attribute = False

    name = _line(
        _("Your name, as it is to be published"),
        200,
        "name",
        error_messages={"required": _("Enter your name.")},
    )
    name_in_script = _line(
        _("Your name in another script"),
        200,
        help_text=_("In Arabic or in Latin letters, for instance, as you write it."),
        required=False,
    )
    position = _line(
        _("Your position on the day of the session"),
        300,
        "organization-title",
        help_text=_("In the language of this page; the organisers have it translated."),
        error_messages={"required": _("Enter the position that you hold.")},
    )
    organisation_name = _line(
        _("Your organisation"),
        200,
        "organization",
        help_text=_("A city government, a network, a university."),
        required=False,
    )
    biography = ProseFormField(
        label=_("A short biography"),
        help_text=_(
            "In a few sentences: what you do, and why the subject matters to you. In"
            " the language of this page."
        ),
        required=False,
        validators=[Limit(LONGEST_BIOGRAPHY)],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-limit": LONGEST_BIOGRAPHY}),
    )
    consents_to_listing = forms.BooleanField(
        label=_("The session’s page and its note may name me, with position and organisation"),
        help_text=_(
            "Without it you take part just as well, and nothing of what you send is shown to the"
            " public. You can change it until the session is over."
        ),
        required=False,
    )

    def __init__(self, *args: Any, has_biography: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_biography:
            del self.fields["biography"]

    def answers(self, before: SpeakerAnswers) -> SpeakerAnswers:
        """Return the answers of the valid form; what it does not ask stays as *before*."""
        data = self.cleaned_data
        names = [one.name for one in fields(SpeakerAnswers)]
        return SpeakerAnswers(**{name: data.get(name, getattr(before, name)) for name in names})


class DeclineForm(forms.Form):
    """A reason for declining, which may be left out."""

    reason = ProseFormField(
        label=_("What should the organisers know?"),
        help_text=_("For instance, who could speak in your place. Only the organisers read it."),
        required=False,
        validators=[Limit(_LONGEST_REASON)],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-limit": _LONGEST_REASON}),
    )


class PictureForm(forms.Form):
    """A picture, what is said of it, and the consent to show it."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty.")},
    )
    alternative = _line(
        _("What is to be seen, for those who do not see it"),
        300,
        help_text=_("For instance: portrait of a woman with short grey hair at a lectern."),
        required=False,
    )
    credit = _line(
        _("Who took the picture"),
        200,
        help_text=_("Named beside the picture."),
        required=False,
    )
    consent = forms.BooleanField(
        label=consent_texts.SPEAKER_PICTURE.text,
        help_text=consent_texts.SPEAKER_PICTURE.explanation,
        required=False,
    )

    def texts(self) -> PictureTexts:
        """Return what the valid form says of the picture."""
        data = self.cleaned_data
        return PictureTexts(data["alternative"], data["credit"], data["consent"])


class SlidesForm(forms.Form):
    """A file of slides."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Slides"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.pptx"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty."),
        },
    )
