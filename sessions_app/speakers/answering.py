"""The answers of a speaker: confirming or declining the role, and changing what was written."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.scripts import script_of
from llex.core.languages.translation_marks import first_text
from llex.core.states import WrongState
from sessions_app.models import Participant, SpeakerInvitation
from sessions_app.registration import places
from sessions_app.speakers import speaker_mails


@dataclass(frozen=True, slots=True)
class SpeakerAnswers:
    """The texts that a speaker writes, in the language of the page, and the consent."""

    name: str
    name_in_script: str = ""
    position: str = ""
    organisation_name: str = ""
    biography: str = ""
    consents_to_listing: bool = False


def answers_of(invitation: SpeakerInvitation, language: str) -> SpeakerAnswers:
    """Return what is known now, to be changed on a page in *language*."""
    participant = invitation.participant
    name = participant.name_in(language)
    order = languages.fallbacks(language, first=participant.session.main_language)
    position = first_text(participant, "position", (language, *order))
    biography = first_text(invitation, "biography", (language, invitation.written_in))
    return SpeakerAnswers(
        name=name,
        name_in_script=participant.printed_name_in_script or _in_another_script(participant, name),
        position=position[1] if position else "",
        organisation_name=invitation.organisation_name
        or str(participant.person.organisation or ""),
        biography=biography[1] if biography else "",
        consents_to_listing=participant.consents_to_listing,
    )


@transaction.atomic
def answer(
    invitation: SpeakerInvitation, answers: SpeakerAnswers, language: str, *, notice: str
) -> None:
    """Confirm the role, or change what was written before; *notice* is the version agreed to.

    Raise WrongState for a role that is not offered any more, and when the session is over.
    """
    invitation = _locked(invitation, _("confirm"))
    is_first = invitation.awaits_answer
    before = answers_of(invitation, language)
    invitation.confirm()
    participant = invitation.participant
    if participant.status in (Participant.Status.WAITING, Participant.Status.CANCELLED):
        participant.give_place()
    changed = _changed(before, answers)
    if is_first or "consents_to_listing" in changed:
        # A first answer is the person's own consent, whatever organisers had noted.
        participant.consents_to_listing = answers.consents_to_listing
        participant.privacy_notice = notice if answers.consents_to_listing else ""
    _write_participant(participant, answers, changed, language)
    _write_invitation(invitation, answers, changed, language)
    if is_first:
        changed["answer"] = ("", SpeakerInvitation.State.CONFIRMED)
    note_changes(invitation, changed)
    if is_first:
        speaker_mails.send_confirmed(invitation)


@transaction.atomic
def decline(invitation: SpeakerInvitation, reason: str) -> None:
    """Decline the role, or give it back; the place is passed on.

    One who had confirmed gets an e-mail that takes the session out of the calendar. Raise
    WrongState for a role that is not offered any more, and when the session is over.
    """
    invitation = _locked(invitation, _("decline"))
    had_confirmed = not invitation.awaits_answer
    before = invitation.state
    invitation.decline(reason)
    participant = invitation.participant
    if participant.status in (Participant.Status.REGISTERED, Participant.Status.WAITING):
        if had_confirmed:
            places.cancel(participant)
        else:
            participant.cancel()
            places.fill_places(participant.session_id)
    note_changes(invitation, {"answer": (before, SpeakerInvitation.State.DECLINED)})


def locked_open(invitation: SpeakerInvitation, verb: str) -> SpeakerInvitation:
    """Return the invitation locked. Raise WrongState unless it was confirmed and may be changed."""
    locked = _locked(invitation, verb)
    if locked.awaits_answer:
        raise WrongState(locked, verb)
    return locked


def note_changes(invitation: SpeakerInvitation, changed: dict[str, tuple[str, str]]) -> None:
    """Tell organisers what changed; of one field changed twice, the first value is kept."""
    if not changed:
        return
    noted = dict(invitation.changes)
    for name, (before, after) in changed.items():
        noted[name] = [noted[name][0] if name in noted else before, str(after)]
    invitation.changes = noted
    invitation.changed_at = now()
    invitation.save(update_fields=["changes", "changed_at"])


def _changed(before: SpeakerAnswers, after: SpeakerAnswers) -> dict[str, tuple[str, str]]:
    """Return the texts and the consent that differ, before and after, by field."""
    old, new = asdict(before), asdict(after)
    return {name: (_said(old[name]), _said(new[name])) for name in old if old[name] != new[name]}


def _said(value: str | bool) -> str:
    return value if isinstance(value, str) else "yes" if value else "no"


def _write_participant(
    participant: Participant,
    answers: SpeakerAnswers,
    changed: dict[str, Any],
    language: str,
) -> None:
    """Write name and position of this session; the person is not changed."""
    if "name" in changed:
        is_known = answers.name == participant.person.name
        participant.printed_name = "" if is_known else answers.name
    if "name_in_script" in changed:
        participant.printed_name_in_script = answers.name_in_script
    if "position" in changed:
        setattr(participant, f"position_{language}", answers.position)
    participant.save()


def _write_invitation(
    invitation: SpeakerInvitation, answers: SpeakerAnswers, changed: dict[str, Any], language: str
) -> None:
    invitation.language = language
    if "organisation_name" in changed:
        invitation.organisation_name = answers.organisation_name
    if "biography" in changed:
        for code in languages.CODES if not answers.biography else (language,):
            setattr(invitation, f"biography_{code}", answers.biography)
        invitation.written_in = language
        invitation.biography_accepted_at = None
    invitation.save()


def _in_another_script(participant: Participant, name: str) -> str:
    script = script_of(name)
    person = participant.person
    names = (person.name, *person.other_spellings)
    return next((one for one in names if script_of(one) != script), "")


def _locked(invitation: SpeakerInvitation, verb: str) -> SpeakerInvitation:
    """Read it again, locked after its session. Raise WrongState if it can no longer be answered."""
    places.lock_session(invitation.participant.session_id)
    rows = SpeakerInvitation.objects.with_pieces().select_for_update(of=("self",))
    rows = rows.select_related("participant__person__organisation", "participant__session__series")
    locked = rows.filter(pk=invitation.pk).first()
    if locked is None:
        raise WrongState(invitation, verb, is_gone=True)
    if not locked.may_be_answered:
        raise WrongState(locked, verb)
    return locked
