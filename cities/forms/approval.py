"""Forms of the approval page: approve the printed texts or comment on them."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.contributions.answered_challenges import answerable_challenges, group_by_city
from cities.models import Contribution, PolicyResponse
from llex.core.db.fields import ProseFormField
from llex.core.text import excerpt

_LONGEST = 5000


class CommentForm(forms.Form):
    """A comment on the printed texts."""

    comment = ProseFormField(
        label=gettext_lazy("What should be different?"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Write in the language you prefer. The organisers answer by mail."),
        error_messages={"required": gettext_lazy("Write what should be different, then send it.")},
    )


class AnswersForm(forms.Form):
    """Which challenges the responses answer, one group of choices per response."""

    def __init__(self, contribution: Contribution, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        challenges = answerable_challenges(contribution)
        choices = group_by_city(challenges)
        self.responses: list[PolicyResponse] = list(contribution.responses.all()) if choices else []
        for number, response in enumerate(self.responses, start=1):
            field = forms.MultipleChoiceField(
                label=_("Response %(number)s: %(title)s")
                % {"number": number, "title": _short(response)},
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[challenge.pk for challenge in response.answers.all()],
            )
            self.fields[_name(response)] = field
        self._known = {str(challenge.pk): challenge for challenge in challenges}

    def save(self) -> None:
        """Keep what was chosen. Answers that are no longer offered stay as they are."""
        for response in self.responses:
            chosen = {self._known[key] for key in self.cleaned_data[_name(response)]}
            offered = set(self._known.values())
            kept = {one for one in response.answers.all() if one not in offered}
            response.answers.set(chosen | kept)


def _short(response: PolicyResponse) -> str:
    text = excerpt(response.text or response.original_text, 200)
    return str(Truncator(response.title or text).chars(90))


def _name(response: PolicyResponse) -> str:
    return f"answers-{response.pk}"
