"""The personal data of speakers, part of that of people in sessions."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from llex.core.personal_data.sweeping import register_removed
from llex.core.privacy.declarations import Erasing, PersonalData, declare
from llex.core.privacy.retention import RetentionRule, register_rules
from sessions_app.models import SpeakerInvitation
from sessions_app.models.speakers import SPEAKERS_KEPT

_PURPOSE: Final = "sessions"
_RULE: Final = "speakers"
_OF_PERSON: Final = "participant__person"

_SPEAKERS: Final = (
    # Apart from the declaration that identifies people: most participants have no such name.
    PersonalData(
        "sessions_app.participant",
        _PURPOSE,
        owners=(("sessions_app.person", "person"),),
        names=("printed_name", "printed_name_in_script"),
        shown=("session", "printed_name", "printed_name_in_script"),
        retention=("participants",),
    ),
    PersonalData(
        "sessions_app.speakerinvitation",
        _PURPOSE,
        owners=(("sessions_app.person", _OF_PERSON),),
        shown=(
            "participant",
            "state",
            "language",
            "address_source",
            "invited_at",
            "answered_at",
            "reason",
            "organisation_name",
            "biography",
        ),
        retention=(_RULE,),
    ),
    PersonalData(
        "sessions_app.speakerinvitation",
        _PURPOSE,
        owners=(("llex.user", "invited_by"),),
        shown=("participant", "invited_at"),
        erasing=Erasing.KEEP,
        remark=_("The record stays, without who made it."),
    ),
    PersonalData(
        "sessions_app.speakerpicture",
        _PURPOSE,
        owners=(("sessions_app.person", f"invitation__{_OF_PERSON}"),),
        shown=("alternative", "credit", "consented_at", "uploaded_at"),
        retention=(_RULE,),
    ),
    PersonalData(
        "sessions_app.speakerslides",
        _PURPOSE,
        owners=(("sessions_app.person", f"invitation__{_OF_PERSON}"),),
        shown=("name", "kind", "uploaded_at"),
        retention=(_RULE,),
    ),
)


def register() -> None:
    """Declare all of it, and how long it is kept."""
    register_rules(
        # Readers see it on the session's page, after the session, too.
        RetentionRule(
            _RULE,
            _("What speakers sent: pictures, biographies, slides"),
            SPEAKERS_KEPT.days,
            SpeakerInvitation.objects.of_sessions_before,
        )
    )
    declare(*_SPEAKERS)
    register_removed("sessions_app.speakerslides", "text")
