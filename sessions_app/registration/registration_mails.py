"""E-mails to people who register, in their own language."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.notifications.envelopes import envelope
from cities.notifications.texts import privacy_page
from llex.core.mail import messages
from llex.core.mail.messages import Attachment, Envelope
from llex.core.states import WrongState
from llex.core.time_zones.moments import have_equal_hours
from sessions_app.calendars.events import EventAttendee
from sessions_app.calendars.files import personal_feed, personal_file
from sessions_app.models import LearningSession, Participant, Registration, RegistrationRequest
from sessions_app.models.registrations import CONFIRM_WITHIN
from sessions_app.registration import signed_links


def send_confirm(request: RegistrationRequest) -> None:
    """Mail the link that confirms a registration.

    The e-mail holds nothing that was typed, so that it cannot be used to write to others.
    """
    link = signed_links.confirm_url(request)
    written = envelope_of(request.session, request.language, request, [link])
    messages.send_mail(
        "registration_confirm",
        to=[request.email],
        language=request.language,
        envelope=written,
        context={
            **about_session(request.session, request.language),
            "link": link,
            "hours": int(CONFIRM_WITHIN.total_seconds() // 3600),
        },
    )


def send_place(registration: Registration) -> None:
    """Mail that the person has a place, with how to join."""
    _send("registration_confirmed", registration, joins=True, has_entry=True)


def send_waiting(registration: Registration, position: int) -> None:
    """Mail that the person is on the waiting list, and where."""
    _send("registration_waiting", registration, position=position)


def send_changed(registration: Registration) -> None:
    """Mail that what was written has been changed."""
    has_place = registration.participant.status == Participant.Status.REGISTERED
    _send("registration_changed", registration, has_entry=has_place)


def send_moved_up(participant: Participant) -> None:
    """Mail a person who waited that there is a place now; not once the session is over."""
    if participant.person.email and participant.session.ends_at > now():
        found = registration_of(participant)
        _send("registration_moved_up", found, joins=True, has_entry=True)


def send_cancelled(participant: Participant, *, had_place: bool) -> None:
    """Mail that a registration is cancelled; *had_place*: it is in the person's calendar.

    Nothing is written once the session is over.
    """
    if participant.person.email and participant.session.ends_at > now():
        _send("registration_cancelled", registration_of(participant), has_entry=had_place)


def registration_of(participant: Participant, language: str = "") -> Registration:
    """Return the registration of a participant, made for one whom organisers added.

    A new one is in *language*, or in the main language of the session.
    """
    found = Registration.objects.filter(participant=participant).first()
    if found is None:
        session = participant.session
        found = Registration.objects.create(
            participant=participant,
            name=participant.name,
            position=participant.position or "",
            city=participant.person.city,
            language=language or session.main_language,
            consents_to_listing=participant.consents_to_listing,
            privacy_notice=participant.privacy_notice,
        )
    found.participant = participant
    return found


@transaction.atomic
def send_new_link(participant: Participant) -> None:
    """Mail a new personal link in place of the former one. Raise WrongState without an address."""
    if not participant.person.email:
        raise NoAddress(participant, _("send a new personal link"))
    registration = registration_of(participant)
    registration.renew_link()
    _send("registration_link", registration)


class NoAddress(WrongState):
    """A person whom no e-mail reaches."""

    def __str__(self) -> str:
        return gettext("%(name)s has no e-mail address.") % {"name": self.instance}


def calendar_entry(registration: Registration) -> Attachment:
    """Return the session as an entry for the person's calendar, in the person's language."""
    with translation.override(registration.language):
        return personal_file(registration.session, _as_attendee(registration))


def calendar_feed(registration: Registration) -> bytes:
    """Return all sessions in which the person has or had a place, in the person's language."""
    person = registration.participant.person
    rows = Registration.objects.filter(participant__person=person)
    rows = rows.exclude(participant__status=Participant.Status.WAITING)
    rows = rows.select_related("participant__person", "participant__session__series")
    with translation.override(registration.language):
        entries = [
            (one.session, _as_attendee(one))
            for one in rows.order_by("participant__session__starts_at", "pk")
        ]
        return personal_feed(registration.name, entries)


def _as_attendee(registration: Registration) -> EventAttendee:
    participant = registration.participant
    return EventAttendee(
        registration.name,
        participant.person.email,
        signed_links.personal_url(registration),
        registration.revision,
        participant.status == Participant.Status.CANCELLED,
    )


def _send(
    kind: str,
    registration: Registration,
    *,
    joins: bool = False,
    has_entry: bool = False,
    **more: Any,
) -> None:
    participant, language = registration.participant, registration.language
    session = participant.session
    page = signed_links.personal_url(registration)
    join_link = session.join_link if joins else ""
    registration.raise_revision()
    entry = calendar_entry(registration) if has_entry else None
    messages.send_mail(
        kind,
        to=[participant.person.email],
        language=language,
        envelope=envelope_of(session, language, registration, [page, join_link], attachment=entry),
        context={
            **about_session(session, language),
            "name": registration.name,
            "page": page,
            "join_link": join_link,
            "own_zone": _own_zone(registration),
            **more,
        },
    )


def _own_zone(registration: Registration) -> str:
    """Return the person's zone where its clocks show another hour than those of the session."""
    session, own = registration.participant.session, registration.time_zone
    is_same = not own or have_equal_hours(session.starts_at, own, session.time_zone)
    return "" if is_same else own


def envelope_of(
    session: LearningSession,
    language: str,
    about: Any,
    secrets: list[str],
    *,
    attachment: Attachment | None = None,
    is_asking: bool = False,
) -> Envelope:
    """Return what goes with an e-mail about registering, which is *about* an object."""
    return replace(
        envelope(session, language, about, is_asking=is_asking),
        secrets=list(filter(None, secrets)),
        attachment=attachment,
    )


def about_session(session: LearningSession, language: str) -> dict[str, Any]:
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
