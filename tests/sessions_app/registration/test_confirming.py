"""From the form to a registration: what is written, and what is not before it is confirmed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from icalendar import Calendar

from llex.core.models import Mail
from llex.core.states import WrongState
from sessions_app.models import Participant, Person, Registration, RegistrationRequest
from sessions_app.registration import confirming, places, signed_links
from tests.factories import make_city, make_organisation, make_participant, make_person
from tests.factories_registration import (
    JOIN_LINK,
    answers,
    make_open_session,
    make_registration,
    make_request,
)

pytestmark = pytest.mark.django_db


def test_unconfirmed_registration_touches_no_person_and_holds_nothing_typed_in_its_mail():
    person = make_person(name="Ana", email="ana@example.org")

    make_request(email="ana@example.org", name="Buy pills at example.com", position="Nobody")

    person.refresh_from_db()
    assert person.name == "Ana"
    assert not Participant.objects.exists()
    [mail] = Mail.objects.all()
    assert (mail.kind, mail.recipient) == ("registration_confirm", "ana@example.org")
    assert "pills" not in mail.text + mail.subject
    assert "registration/confirm/" in mail.text
    token = signed_links.confirm_path(RegistrationRequest.objects.get()).split("/")[-2]
    assert token in mail.text
    assert token not in mail.shown_text


def test_confirming_makes_person_participant_and_registration_and_mails_how_to_join():
    city, network = make_city(), make_organisation()

    made = make_registration(
        email="ana@example.org", name="Ana Pérez", name_in_script="آنا بيريز", position="Alcaldesa",
        language="es", organisation_name=str(network.name), city=city, question="¿Cuándo?",
        understood=["es", "fr"], consents_to_listing=True, privacy_notice="default",
    )  # fmt: skip

    participant = Participant.objects.get()
    person = participant.person
    assert (person.name, person.email) == ("Ana Pérez", "ana@example.org")
    assert person.other_spellings == ["آنا بيريز"]
    assert (person.city, person.organisation) == (city, network)
    assert (participant.status, participant.role) == ("registered", "participant")
    assert participant.position_es == "Alcaldesa"
    assert participant.consents_to_listing
    assert participant.privacy_notice == "default"
    assert Registration.objects.get().understood == ["es", "fr"]
    mail = Mail.objects.get(kind="registration_confirmed")
    assert (mail.language, mail.recipient) == ("es", "ana@example.org")
    assert JOIN_LINK in mail.text
    assert signed_links.personal_url(made) in mail.text
    assert JOIN_LINK not in mail.shown_text
    assert signed_links.personal_path(made).split("/")[-2] not in mail.shown_text


def test_known_person_keeps_the_name_in_another_writing_and_what_was_not_written():
    city = make_city()
    person = make_person(name="Émile Zola", email="emile@example.org", city=city)

    make_registration(email="Emile@Example.org", name="ZOLA, Emile")

    person.refresh_from_db()
    assert (person.name, person.city, person.other_spellings) == ("Émile Zola", city, [])
    assert Person.objects.count() == 1


def test_new_name_of_a_known_person_keeps_the_former_one_among_the_spellings():
    person = make_person(name="Ana Pérez", email="ana@example.org")

    make_registration(email="ana@example.org", name="Ana Ruiz")

    person.refresh_from_db()
    assert (person.name, person.other_spellings) == ("Ana Ruiz", ["Ana Pérez"])


def test_registering_again_updates_keeps_the_place_and_is_never_double():
    session = make_open_session(capacity=1)
    first = make_registration(session, email="ana@example.org", name="Ana", question="Why?")
    make_registration(session, email="ben@example.org")

    again = make_registration(session, email="ana@example.org", name="Ana", question="When?")

    assert again.pk == first.pk
    assert session.participants.count() == 2
    again.participant.refresh_from_db()
    assert again.participant.status == "registered"
    assert Registration.objects.get(pk=first.pk).question == "When?"
    kinds = Mail.objects.filter(recipient="ana@example.org").order_by("pk")
    assert [mail.kind for mail in kinds] == [
        "registration_confirm", "registration_confirmed",
        "registration_confirm", "registration_changed",
    ]  # fmt: skip


def test_what_a_second_form_leaves_empty_stays_and_what_it_says_is_taken():
    session = make_open_session()
    city = make_city()
    first = make_registration(
        session, email="ana@example.org", name="Ana", access_needs="Captions", city=city,
        understood=["es", "fr"], gender="woman", consents_to_listing=True,
    )  # fmt: skip

    make_registration(
        session, email="ana@example.org", name="Ana", question="When?", city_name="Braga",
        consents_to_listing=False,
    )  # fmt: skip

    now_of = Registration.objects.get(pk=first.pk)
    assert (now_of.access_needs, now_of.gender) == ("Captions", "woman")
    assert now_of.understood == ["es", "fr"]
    assert (now_of.question, now_of.city, now_of.city_name) == ("When?", None, "Braga")
    # Consent is given each time, or not.
    assert not now_of.consents_to_listing
    assert not Participant.objects.get(pk=first.participant_id).consents_to_listing


def test_participant_whom_organisers_added_keeps_role_and_place():
    session = make_open_session(capacity=1)
    person = make_person(name="Ana", email="ana@example.org")
    make_participant(session=session, person=person, role="speaker", consents_to_listing=False)

    make_registration(session, email="ana@example.org", name="Ana")

    participant = session.participants.get()
    assert (participant.role, participant.status) == ("speaker", "registered")


def test_one_who_cancelled_registers_again_at_the_end_of_the_list():
    session = make_open_session(capacity=1)
    first = make_registration(session, email="ana@example.org")
    make_registration(session)
    third = make_registration(session)
    confirming.places.cancel(first.participant)

    make_registration(session, email="ana@example.org")

    waiting = list(session.participants.waiting())
    assert waiting == [third.participant, first.participant]


@pytest.mark.parametrize("state", ["used", "expired"])
def test_used_or_expired_request_is_refused_and_changes_nothing(state):
    request = make_request()
    RegistrationRequest.objects.filter(pk=request.pk).update(
        **{"used_at": now()} if state == "used" else {"expires_at": now()}
    )
    request.refresh_from_db()

    with pytest.raises(WrongState):
        confirming.confirm(request)

    assert not Person.objects.exists()


def test_confirming_uses_up_earlier_requests_of_the_address_and_no_later_one():
    session = make_open_session()
    first, second, third = (make_request(session, email="ana@example.org") for _ in range(3))

    confirming.confirm(second)

    open_now = set(RegistrationRequest.objects.open())
    assert open_now == {third}
    with pytest.raises(WrongState):
        confirming.confirm(first)


def test_session_that_is_over_is_refused():
    session = make_open_session()
    request = make_request(session)
    session.starts_at = now() - timedelta(days=1)
    session.save()

    with pytest.raises(confirming.SessionOver):
        confirming.confirm(request)

    assert not Participant.objects.exists()


def test_request_made_in_time_is_confirmed_after_the_closing_hour():
    session = make_open_session()
    request = make_request(session)
    session.registration_closes_at = now() - timedelta(minutes=1)
    session.save()

    confirming.confirm(request)

    assert session.participants.get().status == "registered"


def test_change_replaces_the_answers_and_tells_the_person():
    registration = make_registration(email="ana@example.org", name="Ana", position="Clerk")

    confirming.change(registration, answers(name="Ana", position="Mayor", consents_to_listing=True))

    participant = Participant.objects.get()
    assert (participant.position_en, participant.consents_to_listing) == ("Mayor", True)
    assert Mail.objects.order_by("pk").last().kind == "registration_changed"


def test_old_requests_and_registrations_are_forgotten_and_participants_stay():
    session = make_open_session()
    kept, old = make_request(session), make_request(session)
    RegistrationRequest.objects.filter(pk=old.pk).update(expires_at=now() - timedelta(days=8))
    registration = make_registration(session)
    RegistrationRequest.objects.filter(used_at__isnull=False).delete()

    call_command("clean_up")
    assert list(Registration.objects.all()) == [registration]
    session.starts_at = now() - timedelta(days=181)
    session.save()
    call_command("clean_up")
    assert not Registration.objects.exists()

    assert list(RegistrationRequest.objects.all()) == [kept]
    assert list(Participant.objects.all()) == [registration.participant]
    assert {mail.kind for mail in Mail.objects.all()} == {"registration_confirm"}


def entry_of(mail):
    [event] = Calendar.from_ical(bytes(mail.attachment)).walk("VEVENT")
    return event


def test_mails_bring_an_entry_for_the_calendar_that_a_cancellation_takes_back():
    session = make_open_session()
    made = make_registration(session, email="ana@example.org", name="Ana")

    places.cancel(made.participant)

    first, second = (
        entry_of(Mail.objects.get(kind=f"registration_{kind}"))
        for kind in ("confirmed", "cancelled")
    )
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert first["UID"] == second["UID"] == session.calendar_uid
    assert first["SEQUENCE"] < second["SEQUENCE"]
    assert first["LOCATION"] == JOIN_LINK
    assert JOIN_LINK not in second.to_ical().decode()
    assert not Mail.objects.get(kind="registration_confirm").attachment


def test_one_who_waits_gets_the_entry_with_the_place_only():
    session = make_open_session(capacity=1)
    first, _second = make_registration(session), make_registration(session)

    places.cancel(first.participant)

    assert not Mail.objects.get(kind="registration_waiting").attachment
    assert entry_of(Mail.objects.get(kind="registration_moved_up"))["STATUS"] == "CONFIRMED"


def test_cancelled_session_takes_no_registration_and_moves_nobody_up():
    session = make_open_session(capacity=1)
    first, second = make_registration(session), make_registration(session)
    request = make_request(session)
    session.cancel()

    places.cancel(first.participant)
    with pytest.raises(confirming.SessionOver):
        confirming.confirm(request)

    second.participant.refresh_from_db()
    assert second.participant.status == "waiting"
