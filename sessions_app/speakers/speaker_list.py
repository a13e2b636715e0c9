"""The speakers of a session as its organisers see them: states, missing pieces, news."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from llex.core.mail.models import Mail
from sessions_app.models import LearningSession, SpeakerInvitation
from sessions_app.speakers import pieces
from sessions_app.speakers.speaker_invitations import awaited

_LABELS: Final = {
    "answer": _("answer"),
    "name": _("name"),
    "name_in_script": _("name in another script"),
    "position": _("position"),
    "organisation_name": _("organisation"),
    "biography": _("biography"),
    "consents_to_listing": _("agrees to be listed"),
    pieces.PICTURE: _("picture"),
    pieces.SLIDES: _("slides"),
}
_VALUES: Final = {
    "yes": pgettext_lazy("consent", "yes"),
    "no": pgettext_lazy("consent", "no"),
    "sent": pgettext_lazy("a file of a speaker", "sent"),
    "changed": pgettext_lazy("a file of a speaker", "description changed"),
    "removed": pgettext_lazy("a file of a speaker", "deleted"),
    **dict(SpeakerInvitation.State.choices),
}
# The fields whose values are words of the program, not the speaker's.
_CODED: Final = ("answer", "consents_to_listing", pieces.PICTURE, pieces.SLIDES)


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A field that a speaker changed, with the texts before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A speaker in the list of a session."""

    invitation: SpeakerInvitation
    missing: list[str]
    is_awaited: bool

    @property
    def state(self) -> str:
        """Return the state in a word or two; of several, the most important one."""
        invitation = self.invitation
        if invitation.awaits_answer and invitation.is_undelivered:
            return pgettext("state of a speaker", "not delivered")
        if invitation.awaits_answer and invitation.opened_at:
            return pgettext("state of a speaker", "opened")
        is_off = not invitation.participant.takes_part
        if invitation.state == SpeakerInvitation.State.CONFIRMED and is_off:
            return pgettext("state of a speaker", "registration cancelled")
        return str(invitation.get_state_display())


def speaker_lines(session: LearningSession) -> list[SpeakerLine]:
    """Return the invited speakers of a session. Two queries."""
    rows = SpeakerInvitation.objects.filter(participant__session=session)
    rows = rows.with_pieces().select_related("participant__person")
    found = list(rows.prefetch_related(Prefetch("mails", queryset=Mail.objects.order_by("pk"))))
    for invitation in found:
        invitation.participant.session = session
    waiting = {one.pk for one in awaited(found)}
    return [SpeakerLine(one, pieces.missing_labels(one), one.pk in waiting) for one in found]


def answer_changes(invitation: SpeakerInvitation) -> list[AnswerChange]:
    """Return what the speaker changed since an organiser looked."""
    return [
        AnswerChange(str(_LABELS.get(name, name)), _shown(name, values[0]), _shown(name, values[1]))
        for name, values in invitation.changes.items()
    ]


def _shown(name: str, value: Any) -> str:
    return str(_VALUES.get(value, value)) if name in _CODED else str(value)
