"""E-mails to people who register, in their own language."""

from typing import Any

from django.conf import settings
from django.utils import translation

from cities.notifications.envelopes import envelope
from cities.notifications.texts import privacy_page
from llex.core.mail import messages
from llex.core.mail.messages import Envelope
from sessions_app.models import LearningSession, Participant, Registration, RegistrationRequest
from sessions_app.models.registrations import CONFIRM_WITHIN
from sessions_app.registration import links


def send_confirm(request: RegistrationRequest) -> None:
    """Mail the link that confirms a registration.

    The e-mail holds nothing that was typed, so that it cannot be used to write to others.
    """
    link = links.confirm_url(request)
    written = _envelope(request.session, request.language, request, secrets=[link])
    messages.send_mail(
        "registration_confirm",
        to=[request.email],
        language=request.language,
        envelope=written,
        context={
            **_about(request.session, request.language),
            "link": link,
            "hours": int(CONFIRM_WITHIN.total_seconds() // 3600),
        },
    )


def send_place(registration: Registration) -> None:
    """Mail that the person has a place, with how to join."""
    _send("registration_confirmed", registration, joins=True)


def send_waiting(registration: Registration, position: int) -> None:
    """Mail that the person is on the waiting list, and where."""
    _send("registration_waiting", registration, position=position)


def send_changed(registration: Registration) -> None:
    """Mail that what was written has been changed."""
    _send("registration_changed", registration)


def send_moved_up(participant: Participant) -> None:
    """Mail a person who waited that there is a place now."""
    if participant.person.email:
        _send("registration_moved_up", registration_of(participant), joins=True)


def send_cancelled(participant: Participant) -> None:
    """Mail that a registration is cancelled."""
    if participant.person.email:
        _send("registration_cancelled", registration_of(participant))


def registration_of(participant: Participant) -> Registration:
    """Return the registration of a participant, made for one whom organisers added."""
    found = Registration.objects.filter(participant=participant).first()
    if found is None:
        session = participant.session
        found = Registration.objects.create(
            participant=participant,
            name=participant.person.name,
            position=participant.position or "",
            city=participant.person.city,
            language=session.main_language,
            consents_to_listing=participant.consents_to_listing,
            privacy_notice=participant.privacy_notice,
        )
    found.participant = participant
    return found


def _send(kind: str, registration: Registration, *, joins: bool = False, **more: Any) -> None:
    participant, language = registration.participant, registration.language
    session = participant.session
    page = links.personal_url(registration)
    join_link = session.join_link if joins else ""
    messages.send_mail(
        kind,
        to=[participant.person.email],
        language=language,
        envelope=_envelope(session, language, registration, secrets=[page, join_link]),
        context={
            **_about(session, language),
            "name": registration.name,
            "page": page,
            "join_link": join_link,
            "zone": registration.time_zone,
            **more,
        },
    )


def _envelope(
    session: LearningSession, language: str, about: Any, *, secrets: list[str]
) -> Envelope:
    made = envelope(session, language, about)
    made.secrets.extend(filter(None, secrets))
    return made


def _about(session: LearningSession, language: str) -> dict[str, Any]:
    """Return what each of these e-mails says about the session and about data."""
    with translation.override(language):
        page = f"{settings.SITE_URL}{session.get_absolute_url()}"
    return {
        "session": session,
        "series": session.series,
        "conveners": list(session.series.conveners.all()),
        "session_page": page,
        "privacy_page": privacy_page(language),
    }
