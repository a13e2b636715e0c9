"""From a form that was sent to a confirmed registration, and its changes.

Until the link in the e-mail is followed, nothing about the person is looked up or written: the
answer to the form is the same whether the address is known or not.
"""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from cities.directory.creation import get_or_create_from_place
from cities.models import City, Place
from llex.core import languages
from llex.core.db.search_keys import name_keys
from llex.core.text.name_keys import normalize_key
from sessions_app.models import (
    LearningSession,
    Organisation,
    Participant,
    Person,
    Registration,
    RegistrationRequest,
)
from sessions_app.registration import places, registration_mails

# What a form may leave empty, with what belongs together.
_OPTIONAL: Final = (
    ("name_in_script",), ("position",), ("organisation_name",), ("city_name", "city"),
    ("time_zone",), ("understood",), ("spoken",), ("access_needs",), ("question",), ("gender",),
)  # fmt: skip


class SessionOver(Exception):
    """The session has ended, is cancelled or was deleted: it takes no registration."""


@transaction.atomic
def ask(session: LearningSession, email: str, answers: dict[str, Any]) -> RegistrationRequest:
    """Keep a registration to be confirmed, and mail its link. *answers* are its fields."""
    request = RegistrationRequest(session=session, email=email, **answers)
    request.save()
    registration_mails.send_confirm(request)
    return request


@transaction.atomic
def confirm(request: RegistrationRequest) -> Registration:
    """Register the person whose address the link has proved, and mail what came of it.

    A person who was registered before keeps the place, and what the new form leaves empty: it
    cannot show what was written before. Raise WrongState for a link that was used or has expired,
    and SessionOver.
    """
    session = _lock(request.session_id)
    request.use()
    request.city = request.city or city_of_place(request.place)
    person = _person(request.email, request.name)
    return _register(session, person, request.answers())


@transaction.atomic
def register_person(session: LearningSession, email: str, answers: dict[str, Any]) -> Registration:
    """Register a person on the word of an organiser, and mail what came of it."""
    return _register(_lock(session.pk), _person(email, answers["name"]), answers)


@transaction.atomic
def change(registration: Registration, answers: dict[str, Any]) -> Registration:
    """Replace what a registered person wrote, and mail it to the person."""
    _lock(registration.participant.session_id)
    participant = registration.participant
    _write_person(participant.person, answers)
    _write_participant(participant, answers)
    participant.save()
    changed = _write_registration(participant, answers)
    registration_mails.send_changed(changed)
    return changed


@transaction.atomic
def register_again(registration: Registration) -> None:
    """Take back a cancellation: the person gets a place, or the last one of the waiting list.

    Raise WrongState unless the registration is cancelled, and SessionOver.
    """
    session = _lock(registration.participant.session_id)
    places.decide(session, registration.participant)
    _tell(registration)


def city_of_place(place: Place | None) -> City | None:
    """Return the city of ours of a place of the gazetteer, made where it is new."""
    return get_or_create_from_place(place) if place is not None else None


def _lock(pk: int) -> LearningSession:
    session = places.lock_session(pk)
    if session is None or session.is_cancelled or session.ends_at <= now():
        raise SessionOver
    return session


def _register(session: LearningSession, person: Person, answers: dict[str, Any]) -> Registration:
    _write_person(person, answers)
    participant = session.participants.filter(person=person).first()
    is_placed = participant is None or participant.status == Participant.Status.CANCELLED
    if participant is None:
        participant = Participant(session=session, person=person)
    else:
        answers = answers | _left_empty(answers, participant)
    participant.session, participant.person = session, person
    if is_placed:
        places.decide(session, participant)
    _write_participant(participant, answers)
    participant.save()
    registration = _write_registration(participant, answers)
    if is_placed:
        _tell(registration)
    else:
        registration_mails.send_changed(registration)
    return registration


def _left_empty(answers: dict[str, Any], participant: Participant) -> dict[str, Any]:
    """Return what a person wrote before in the fields that *answers* leave empty."""
    earlier = Registration.objects.filter(participant=participant).first()
    if earlier is None:
        return {}
    empty = (names for names in _OPTIONAL if not any(answers.get(name) for name in names))
    return {name: getattr(earlier, name) for names in empty for name in names}


def _tell(registration: Registration) -> None:
    participant = registration.participant
    if participant.status == Participant.Status.WAITING:
        registration_mails.send_waiting(registration, places.waiting_position(participant))
    else:
        registration_mails.send_place(registration)


def _person(email: str, name: str) -> Person:
    """Return the person of an address, made unless there is one."""
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Person.objects.create(email=email, name=name)
    except IntegrityError:
        # Registered for another session at the same moment.
        return Person.objects.get(email=email)


def _write_person(person: Person, answers: dict[str, Any]) -> None:
    """Write the name, and organisation and city where they are given.

    Another writing of a known name does not replace it; another name does, and the former one is
    kept among the spellings.
    """
    name, in_script = answers["name"], answers["name_in_script"]
    known = name_keys(person.name, *person.other_spellings)
    spellings = list(person.other_spellings)
    if person.name and not name_keys(name) & known:
        spellings.append(person.name)
        person.name = name
    if in_script and in_script not in (person.name, *spellings):
        spellings.append(in_script)
    person.other_spellings = spellings
    person.city = answers["city"] or person.city
    person.organisation = _organisation(answers["organisation_name"]) or person.organisation
    person.save()


def _organisation(name: str) -> Organisation | None:
    """Return the organisation of ours that is called *name*; none is made."""
    if not (key := normalize_key(name)):
        return None
    rows = Organisation.objects.filter(search_key__contains=key)
    found = [row for row in rows if key in map(normalize_key, row.searched_texts())]
    return found[0] if len(found) == 1 else None


def _write_participant(participant: Participant, answers: dict[str, Any]) -> None:
    if position := answers["position"]:
        language = answers["language"]
        own = language if language in languages.CODES else participant.session.main_language
        setattr(participant, f"position_{own}", position)
    participant.consents_to_listing = answers["consents_to_listing"]
    participant.privacy_notice = answers["privacy_notice"] if answers["consents_to_listing"] else ""


def _write_registration(participant: Participant, answers: dict[str, Any]) -> Registration:
    registration, _made = Registration.objects.update_or_create(
        participant=participant, defaults={**answers, "changed_at": now()}
    )
    registration.participant = participant
    return registration
