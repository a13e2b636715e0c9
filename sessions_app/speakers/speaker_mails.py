"""E-mails to speakers and representatives, in their own language."""

from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cities.invitations.mail_preview import MailPreview
from cities.notifications.envelopes import envelope
from llex.core.mail import messages
from llex.core.mail.messages import Attachment
from sessions_app.models import SpeakerInvitation
from sessions_app.registration import registration_mails
from sessions_app.speakers import pieces, speaker_links


def send_invitation(invitation: SpeakerInvitation, *, by: Any) -> None:
    """Mail the personal link, with the role, the date and what is asked."""
    _send("speaker_invitation", invitation, is_asking=True, by=by)


def send_reminder(invitation: SpeakerInvitation, *, by: Any) -> None:
    """Mail the link once more, with what is missing."""
    _send("speaker_reminder", invitation, is_asking=True, by=by)


def send_confirmed(invitation: SpeakerInvitation) -> None:
    """Mail that the role is confirmed, with how to join and the entry for the calendar."""
    registration = registration_mails.registration_of(invitation.participant, invitation.language)
    registration.raise_revision()
    entry = registration_mails.calendar_entry(registration)
    join_link = invitation.session.join_link
    _send("speaker_confirmed", invitation, attachment=entry, join_link=join_link)


def preview_invitation(invitation: SpeakerInvitation, *, by: Any) -> MailPreview:
    """Return the invitation as it would be sent, with a placeholder for the personal link."""
    language = invitation.language
    with translation.override(language):
        stand_in = _("(the personal link appears here)")
    context = _context(invitation, stand_in) | {"by": by}
    subject, text = messages.written("speaker_invitation", language, context)
    return MailPreview(language, subject, text, invitation.participant.person.email)


def _send(
    kind: str,
    invitation: SpeakerInvitation,
    *,
    is_asking: bool = False,
    attachment: Attachment | None = None,
    join_link: str = "",
    **more: Any,
) -> None:
    language, link = invitation.language, speaker_links.speaker_url(invitation)
    written = envelope(invitation.session, language, invitation, link=link, is_asking=is_asking)
    messages.send_mail(
        kind,
        to=[invitation.participant.person.email],
        language=language,
        envelope=replace(
            written, secrets=list(filter(None, [link, join_link])), attachment=attachment
        ),
        context={**_context(invitation, link), "join_link": join_link, **more},
    )


def _context(invitation: SpeakerInvitation, link: str) -> dict[str, Any]:
    language, participant = invitation.language, invitation.participant
    with translation.override(language):
        return {
            **registration_mails.about_session(invitation.session, language),
            "invitation": invitation,
            "name": participant.name_in(language),
            "role": participant.get_role_display(),
            "asked": pieces.asked_labels(invitation),
            "missing": pieces.missing_labels(invitation),
            "due": invitation.due_at,
            "source": invitation.address_source,
            "link": link,
        }
