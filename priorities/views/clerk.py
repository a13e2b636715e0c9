"""Entering ballots for people on the phone line: from the keyboard, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core import languages
from llex.core.text.normalization import clean_code
from priorities.models import Ballot, Consultation
from priorities.views.console import consultation_for, page
from priorities.voting.answers import LONGEST_WORD, MOST_WORDS, Answers, Refused
from priorities.voting.casting import Voter, cast, make_key, not_taking_votes, take_back

if TYPE_CHECKING:
    from priorities.admin.consultations import ConsultationAdmin

# The field in which a ballot has its key before it is cast, so that one sent twice is one ballot.
_KEY: Final = "key"
# What a clerk types for “I don't know”.
UNKNOWN: Final = "?"
# Under this name the session of the clerk, who is no voter, remembers the last ballot entered.
_LAST: Final = "clerk"


class FigureField(forms.RegexField):
    """A figure in the digits of any script, or ? in the sign of any script, as people type them."""

    def to_python(self, value: Any) -> str:
        return clean_code(str(super().to_python(value))).replace("؟", UNKNOWN)


class ClerkForm(forms.Form):
    """One ballot: the voter's language, and a figure, ? or nothing for each service; or words."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the voter"))

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        offered = [(code, languages.name_of(code)) for code in consultation.session.languages]
        self.fields["language"] = forms.ChoiceField(
            label=gettext_lazy("Language of the voter"), choices=offered
        )
        self.fields[_KEY] = forms.RegexField(
            r"^[-\w]{43}$", required=False, initial=make_key, widget=forms.HiddenInput
        )
        self.items: dict[str, int] = {}
        if consultation.kind == Consultation.Kind.WORDS:
            for number in range(1, MOST_WORDS + 1):
                label = _("Word %(number)s") % {"number": number}
                self.fields[f"word-{number}"] = forms.CharField(
                    label=label, required=False, max_length=LONGEST_WORD
                )
            return
        for item in consultation.items.select_related("service"):
            name = f"item-{item.pk}"
            self.items[name] = item.pk
            self.fields[name] = FigureField(
                f"^({'|'.join(str(n) for n in range(1, consultation.scale + 1))}|\\?)$",
                label=str(item.service),
                required=False,
                max_length=2,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={
                    "invalid": _("Type 1 to %(scale)s, ? or nothing.")
                    % {"scale": consultation.scale}
                },
            )

    @property
    def answers(self) -> Answers:
        """Return what was typed, once the form is valid."""
        typed = self.cleaned_data
        if not self.items:
            words = [value for name, value in typed.items() if name.startswith("word-")]
            return Answers(words=words)
        given = {key: typed[name] for name, key in self.items.items() if typed[name]}
        return Answers({key: None if v == UNKNOWN else int(v) for key, v in given.items()})


def enter_ballot(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, or cast a ballot that is marked as entered by a clerk."""
    consultation = consultation_for(admin, request, pk)
    last = request.session.get(_LAST, {}).get(str(pk))
    start = {"language": last["language"] if last else consultation.session.languages[0]}
    form = ClerkForm(consultation, request.POST or None, initial=start)
    hindrance = _hindrance(consultation)
    if request.method == "POST" and form.is_valid() and _cast(request, consultation, form):
        return redirect(request.path)
    return page(
        admin,
        request,
        consultation,
        "clerk",
        title=_("Ballots from the phone line"),
        form=form if not hindrance or form.is_bound else None,
        hindrance=hindrance,
        last=last,
        entered=consultation.ballots.filter(origin=Ballot.Origin.CLERK).count(),
    )


def _hindrance(consultation: Consultation) -> str:
    """Say why no ballot can be entered now, or nothing."""
    if consultation.is_closed_hall:
        return _(
            "In this consultation everyone votes with a link of their own, so no"
            " ballot can be entered for someone else. Callers on the phone line"
            " can be given a link."
        )
    return "" if consultation.takes_votes else not_taking_votes(consultation)


def _cast(request: HttpRequest, consultation: Consultation, form: ClerkForm) -> bool:
    """Cast what the form holds and remember it for `undo`; tell a refusal in the form."""
    typed = form.cleaned_data
    voter = Voter(typed[_KEY] or make_key(), typed["language"], origin=Ballot.Origin.CLERK)
    if consultation.ballots.filter(voter_key=voter.key).exists():
        messages.warning(request, _("This ballot was entered already; it counts once."))
        return True
    try:
        cast(consultation.code, voter, form.answers)
    except Refused as problem:
        form.add_error(None, str(problem))
        return False
    shown = [str(typed[name] or "–") for name in form.fields if name not in ("language", _KEY)]
    last = {"key": voter.key, "language": voter.language, "typed": shown}
    request.session[_LAST] = {**request.session.get(_LAST, {}), str(consultation.pk): last}
    messages.success(request, _("Entered: %(ballot)s") % {"ballot": "  ".join(shown)})
    return True


def undo(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the last ballot that this clerk entered, while voting is open."""
    consultation = consultation_for(admin, request, pk)
    last = request.session.get(_LAST, {}).pop(str(pk), None)
    try:
        done = bool(last) and take_back(consultation.code, last["key"])
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        request.session.modified = True
        if done:
            messages.success(request, _("The last ballot was taken back."))
        else:
            messages.warning(request, _("There is no ballot to take back."))
    return redirect("admin:priorities_consultation_clerk", pk=pk)
