"""Entering ballots for people on the phone line, one after the other, from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core import languages
from llex.core.languages.regions import INHABITED, region_name
from priorities.admin.console.controls import consultation_for, page
from priorities.models import Ballot, Consultation
from priorities.questions.kind import REGION
from priorities.questions.registry import kind_of
from priorities.voting.answers import Answers, Refused
from priorities.voting.casting import Voter, cast, make_key, not_taking_votes, take_back

if TYPE_CHECKING:
    from priorities.admin.consultations import ConsultationAdmin

# The field with the key of a ballot before it is cast, so that one sent twice is one ballot.
_KEY: Final = "key"
# The key under which the session of the clerk, who is not a voter, has the last ballot entered.
_LAST: Final = "clerk"


class ClerkForm(forms.Form):
    """One ballot: the voter's language, and the fields of the kind of question."""

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
        self.kind = kind_of(consultation)
        self.answer_fields = self.kind.clerk_fields(consultation)
        self.fields.update(self.answer_fields)
        if consultation.asks_region:
            choices = [("", _("not said")), *((code, region_name(code)) for code in INHABITED)]
            self.fields[REGION] = forms.ChoiceField(
                label=_("Where the voter lives or works"), choices=choices, required=False
            )

    @property
    def answers(self) -> Answers:
        """Return what was typed, once the form is valid."""
        typed = {name: self.cleaned_data[name] for name in self.answer_fields}
        return Answers(**{self.kind.key: self.kind.clerk_answers(typed)})

    @property
    def summary(self) -> list[str]:
        """Return what was typed as the clerk reads it, once the form is valid."""
        return self.kind.clerk_summary(self, self.answer_fields)


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
        kind=kind_of(consultation),
        hint=kind_of(consultation).clerk_hint(consultation),
        last=last,
        entered=consultation.ballots.filter(origin=Ballot.Origin.CLERK).count(),
    )


def _hindrance(consultation: Consultation) -> str:
    """Return why no ballot can be entered now, or ""."""
    if consultation.is_closed_hall:
        return _(
            "In this consultation everyone votes with a link of their own, so no"
            " ballot can be entered for someone else. Callers on the phone line"
            " can be given a link."
        )
    return "" if consultation.takes_votes else not_taking_votes(consultation)


def _cast(request: HttpRequest, consultation: Consultation, form: ClerkForm) -> bool:
    """Cast the ballot and remember it for `undo`; a refusal becomes an error of the form."""
    typed = form.cleaned_data
    voter = Voter(
        typed[_KEY] or make_key(),
        typed["language"],
        origin=Ballot.Origin.CLERK,
        region=typed.get(REGION, ""),
    )
    if consultation.ballots.filter(voter_key=voter.key).exists():
        messages.warning(request, _("This ballot was entered already; it counts once."))
        return True
    try:
        cast(consultation.code, voter, form.answers)
    except Refused as problem:
        form.add_error(None, str(problem))
        return False
    shown = form.summary
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
