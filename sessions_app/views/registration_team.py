"""Registering a team for a session: paste a list, look at it, and send each person a link."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from llex.core import languages
from sessions_app.models import LearningSession
from sessions_app.registration.offer import Offer
from sessions_app.registration.robots import RobotCheckMixin, is_team_too_often
from sessions_app.registration.teams import MOST, TeamLine, read_team, register_team
from sessions_app.views.registration import while_open

_LONGEST: Final = 20_000


class TeamForm(RobotCheckMixin, forms.Form):
    """A pasted list of people, and the language to write to them in."""

    people = forms.CharField(
        label=gettext_lazy("The people of your team"),
        help_text=gettext_lazy(
            "One person a line: name, e-mail address, position. Copy them from a table or from"
            " your mail program."
        ),
        max_length=_LONGEST,
        # Lines are counted as they are seen.
        strip=False,
        error_messages={"required": gettext_lazy("Write or paste at least one person.")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails to them"), choices=languages.LANGUAGES
    )
    lines: list[TeamLine] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def clean_people(self) -> str:
        pasted = str(self.cleaned_data["people"])
        self.lines = read_team(pasted)
        if not self.lines:
            raise forms.ValidationError(_("Write or paste at least one person."))
        if len(self.lines) > MOST:
            text = _("At most %(number)s people at once; please send the others after these.")
            raise forms.ValidationError(text % {"number": MOST})
        if any(line.problem for line in self.lines):
            raise forms.ValidationError(_("Some lines cannot be read; the list below says why."))
        return pasted


@while_open
def register_team_page(
    request: HttpRequest, session: LearningSession, offer: Offer
) -> HttpResponse:
    """Show what was read of a pasted list, and send the links once that is confirmed."""
    form = TeamForm(request.POST or None)
    if request.method != "POST":
        return _page(request, session, offer, form)
    if form.is_trapped:
        return _sent(request, session, 1)
    if not form.is_valid():
        return _page(request, session, offer, form, status=422)
    if "send" not in request.POST:
        return _page(request, session, offer, form, is_preview=True)
    if is_team_too_often(request, [line.email for line in form.lines]):
        text = _("Too many registrations came from here. Please send the form again in an hour.")
        form.add_error(None, text)
        return _page(request, session, offer, form, status=429)
    return _sent(
        request, session, register_team(session, form.lines, form.cleaned_data["language"])
    )


def _page(
    request: HttpRequest,
    session: LearningSession,
    offer: Offer,
    form: TeamForm,
    status: int = 200,
    *,
    is_preview: bool = False,
) -> HttpResponse:
    context = {"session": session, "offer": offer, "form": form, "is_preview": is_preview}
    return render(request, "sessions_app/registration/team.html", context, status=status)


def _sent(request: HttpRequest, session: LearningSession, count: int) -> HttpResponse:
    context = {"session": session, "count": count}
    return render(request, "sessions_app/registration/team_sent.html", context)
