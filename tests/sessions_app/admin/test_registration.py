"""Registrations in the administration: the page of a session, the verbs, and who may."""

from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from llex.core.models import Mail
from llex.core.states import WrongState
from sessions_app.admin.people import _VERBS
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Participant, Registration, RegistrationRequest
from sessions_app.registration import signed_links
from tests.factories import make_participant, make_user
from tests.factories_registration import make_open_session, make_registration, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    return client


def page_of(session):
    return reverse("admin:sessions_app_learningsession_registration", args=[session.pk])


@pytest.mark.parametrize("group", [None, RAPPORTEURS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_see_and_change_no_registrations(client, group, method):
    session = make_open_session()
    if group:
        client.force_login(make_user(group=group))

    answer = getattr(client, method)(page_of(session), {"do": "renew"})

    assert answer.status_code == (403 if group else 302)
    session.refresh_from_db()
    assert session.invitation_issue == 1


def test_page_shows_counts_waiting_list_and_what_people_wrote(organiser):
    session = make_open_session(capacity=1)
    make_registration(session, access_needs="Captions", gender="woman")
    make_registration(session, name="Who waits", question="When?")
    make_request(session)

    html = organiser.get(page_of(session)).content.decode()

    for text in ("Who waits", "Captions", "When?"):
        assert text in html
    assert "woman" not in html


def test_page_takes_the_same_queries_for_one_and_for_three(
    organiser, django_assert_max_num_queries
):
    session = make_open_session(capacity=1)
    make_registration(session)
    make_registration(session)
    organiser.get(page_of(session))
    with CaptureQueriesContext(connection) as first:
        organiser.get(page_of(session))
    for _ in range(2):
        make_registration(session, access_needs="Captions", question="Why?")
    with CaptureQueriesContext(connection) as second:
        organiser.get(page_of(session))

    assert len(first) == len(second) <= 20


def test_someone_is_registered_by_hand_and_told(organiser):
    session = make_open_session()
    sent = {"do": "register", "name": "Ana", "email": "ANA@example.org", "language": "fr"}

    organiser.post(page_of(session), sent)

    participant = session.participants.get()
    assert (participant.person.email, participant.status) == ("ana@example.org", "registered")
    assert not participant.consents_to_listing
    assert [(mail.kind, mail.language) for mail in Mail.objects.all()] == [
        ("registration_confirmed", "fr")
    ]


def test_wrong_input_by_hand_is_refused_and_kept(organiser):
    session = make_open_session()

    answer = organiser.post(page_of(session), {"do": "register", "name": "Ana", "email": "ana"})

    assert answer.status_code == 422
    assert 'value="ana"' in answer.content.decode()
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("do", "expected"),
    [("move_up", ["registered", "registered"]), ("cancel", ["registered", "cancelled"])],
)
def test_one_of_the_waiting_list_is_moved_up_or_cancelled(organiser, do, expected):
    session = make_open_session(capacity=1)
    make_registration(session)
    second = make_registration(session)

    organiser.post(page_of(session), {"do": do, "participant": second.participant.pk})
    organiser.post(page_of(session), {"do": do, "participant": second.participant.pk})

    statuses = session.participants.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == expected


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"do": "fly"}, 400), ({"do": "cancel", "participant": "x"}, 404), ({"do": "cancel"}, 404)],
    ids=["unknown", "no-number", "missing"],
)
def test_what_makes_no_sense_is_refused(organiser, sent, status):
    assert organiser.post(page_of(make_open_session()), sent).status_code == status


def test_participant_of_another_session_is_not_found(organiser):
    other = make_registration(make_open_session())

    sent = {"do": "cancel", "participant": other.participant.pk}
    answer = organiser.post(page_of(make_open_session()), sent)

    assert answer.status_code == 404


def test_link_for_invited_people_is_shown_and_renewed(organiser):
    session = make_open_session(registration_access="invited")
    first = organiser.get(page_of(session)).content.decode()

    organiser.post(page_of(session), {"do": "renew"})

    second = organiser.get(page_of(session)).content.decode()
    assert "/register/invited/1." in first
    assert "/register/invited/2." in second


@pytest.mark.parametrize("status", Participant.Status.values)
def test_offered_verbs_are_those_that_are_possible(organiser, status):
    participant = make_participant(session=make_open_session(), status=status)
    page = reverse("admin:sessions_app_participant_change", args=[participant.pk])
    html = organiser.get(page).content.decode()
    possible = set()
    for verb in ("give_place", "cancel", "mark_present", "mark_absent"):
        Participant.objects.filter(pk=participant.pk).update(status=status)
        with suppress(WrongState):
            getattr(Participant.objects.get(pk=participant.pk), verb)()
            possible.add(verb)

    offered = {verb for verb in _VERBS[status] if f"/{verb.replace('_', '-')}" in html}

    assert offered == possible == set(_VERBS[status])


def test_new_personal_link_is_mailed_and_closes_the_former_one(organiser, client):
    registration = make_registration(email="ana@example.org")
    former = signed_links.personal_path(registration)
    verb = {"action": "send_new_link_selected", "_selected_action": [registration.participant.pk]}

    organiser.post(reverse("admin:sessions_app_participant_changelist"), verb)

    mail = Mail.objects.get(kind="registration_link")
    registration.refresh_from_db()
    assert mail.recipient == "ana@example.org"
    assert signed_links.personal_url(registration) in mail.text
    assert signed_links.personal_url(registration) not in mail.shown_text
    assert client.get(former).status_code == 410
    assert client.get(signed_links.personal_path(registration)).status_code == 200


def test_person_without_an_address_is_sent_no_link(organiser):
    participant = make_participant(session=make_open_session())
    verb = {"action": "send_new_link_selected", "_selected_action": [participant.pk]}

    page = organiser.post(
        reverse("admin:sessions_app_participant_changelist"), verb, follow=True
    ).content.decode()

    assert "has no e-mail address" in page
    assert not Mail.objects.exists()


def test_cancelling_over_the_list_passes_the_places_on(organiser):
    session = make_open_session(capacity=1)
    first, second = make_registration(session), make_registration(session)
    address = reverse("admin:sessions_app_participant_changelist")

    organiser.post(
        address, {"action": "cancel_selected", "_selected_action": [first.participant.pk]}
    )

    second.participant.refresh_from_db()
    assert second.participant.status == "registered"


@pytest.mark.parametrize("model", [Registration, RegistrationRequest])
def test_registrations_are_looked_at_and_erased_with_their_mails(organiser, model):
    session = make_open_session()
    make_registration(session, gender="woman")
    make_request(session)
    row = model.objects.first()
    name = f"admin:sessions_app_{model._meta.model_name}"
    page = reverse(f"{name}_change", args=[row.pk])

    html = organiser.get(page).content.decode()
    organiser.post(page, {"name": "Another"})
    row.refresh_from_db()
    assert row.name != "Another"
    assert "woman" not in html
    organiser.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"})

    assert not model.objects.filter(pk=row.pk).exists()
    assert not Mail.objects.about(row).exists()
