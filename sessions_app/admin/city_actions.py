"""Actions on the cities of a session that are ticked, or that a finding is about."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cities.admin.contributions import ContributionAdmin
from cities.admin.invitations import REMIND
from cities.models import Invitation
from cities.review import transitions
from cities.wording.snapshots import printed_rows
from llex.core.admin.actions import StateAction, apply_to
from llex.core.languages.phrases import join_items
from sessions_app.admin.consent_form import ConsentForm
from sessions_app.models import LearningSession
from sessions_app.people.adoption import adopt_representative

Action = Callable[[HttpRequest, LearningSession, Any], None]
_CITY_VERBS: Final = {verb.name: verb for verb in ContributionAdmin.verbs}
# Accepting takes in at once what organisers wrote themselves.
_ACCEPT: Final = replace(
    _CITY_VERBS["accept"],
    call=lambda row, user, note: (
        transitions.accept_draft if row.is_entered else transitions.accept
    )(row, by=user),
)
_VERBS: Final = {**_CITY_VERBS, "accept": _ACCEPT}


def action_on_cities(name: str) -> Action | None:
    """Return what a button does to the contributions that are chosen, or None."""
    return _ACTIONS.get(name)


def require_change(request: HttpRequest) -> None:
    """Raise PermissionDenied unless the user may change contributions."""
    if not request.user.has_perm("cities.change_contribution"):
        raise PermissionDenied


def _apply(request: HttpRequest, session: LearningSession, chosen: Any) -> None:
    """Apply a verb of contributions."""
    require_change(request)
    verb = _VERBS[request.POST["action"]]
    rows = chosen.select_related("city", "representative", "session__series").with_entered()
    apply_to(request, verb, rows.prefetch_related(*printed_rows()))


def _remind(request: HttpRequest, session: LearningSession, chosen: Any) -> None:
    """Remind the officers who have not answered."""
    if not request.user.has_perm("cities.change_invitation"):
        raise PermissionDenied
    invitations = (
        Invitation.objects.awaiting_answer()
        .filter(contribution__in=chosen)
        .select_related(
            "officer__user",
            "officer__city",
            "contribution__city",
            "contribution__session__series",
        )
    )
    if invitations:
        apply_to(request, REMIND, invitations)
    else:
        text = _("No officer of these cities was invited or is still to answer.")
        messages.warning(request, text)


def _add_participants(request: HttpRequest, session: LearningSession, chosen: Any) -> None:
    """Make the representatives whom the cities named participants of the session."""
    require_change(request)
    if not request.user.has_perm("sessions_app.add_participant"):
        raise PermissionDenied
    made = [one for one in map(adopt_representative, chosen) if one]
    text = _("Participants now: %(names)s.")
    names = join_items(one.person.name for one in made)
    if made:
        messages.success(request, text % {"names": names})
    else:
        messages.warning(request, _("These cities named no representative."))


def _record_consent(request: HttpRequest, session: LearningSession, chosen: Any) -> None:
    """Record consents that came on paper, by mail or in the session."""
    require_change(request)
    form = ConsentForm(session, request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return
    source, given_at = form.cleaned_data["source"], form.cleaned_data["given_on"]
    verb = StateAction(
        "record_consent",
        label=_("Consent received"),
        done=_("The consent is recorded of: %(names)s."),
        question="",
        call=lambda row, user, note: row.record_consent(source, given_at, by=user),
    )
    apply_to(request, verb, chosen.select_related("city"))


_ACTIONS: Final[dict[str, Action]] = {
    "remind": _remind,
    "record_consent": _record_consent,
    "add_participants": _add_participants,
    **dict.fromkeys(("submit", "accept", "send_wording", "approve_wording"), _apply),
}
