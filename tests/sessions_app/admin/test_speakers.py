"""Speakers in the administration: inviting with a preview, the list, accepting, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from llex.core.models import Mail
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Participant, Person, SpeakerInvitation
from sessions_app.speakers import answering, speaker_links
from tests.factories import make_participant, make_person, make_session, make_user
from tests.factories_registration import make_open_session
from tests.factories_speakers import (
    fresh,
    make_confirmed,
    make_speaker,
    send_picture,
    send_slides,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    client.force_login(make_user(group=ORGANISERS, name="Olga"))
    return client


def page(name, session, *more):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk, *more])


def row(prefix, **values):
    return {f"{prefix}-{name}": value for name, value in values.items()}


def new(number=0, **values):
    own = {"name": "Rim Saïd", "email": "rim@example.org", "role": "speaker", "language": "fr",
           "source": "public"}  # fmt: skip
    return row(f"new-{number}", **own | values)


def blank():
    """Return what the rows that are left empty send."""
    return {
        name: value for number in range(3) for name, value in new(number, name="", email="").items()
    }


ASKED = {"asks_picture": "on", "asks_biography": "on"}


# --- Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", [None, RAPPORTEURS])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["speakers", "invite_speakers", "speaker"])
def test_others_see_and_invite_no_speakers(client, group, method, name):
    invitation = make_speaker()
    if group:
        client.force_login(make_user(group=group))
    more = (invitation.pk,) if name == "speaker" else ()
    mails = Mail.objects.count()

    answer = getattr(client, method)(page(name, invitation.session, *more), {"do": "withdraw"})

    assert answer.status_code == (403 if group else 302)
    assert fresh(invitation).state == "invited"
    assert Mail.objects.count() == mails


@pytest.mark.parametrize(
    ("name", "args"), [("speakers", ()), ("invite_speakers", ()), ("speaker", (1,))]
)
def test_missing_session_is_not_found(organiser, name, args):
    address = reverse(f"admin:sessions_app_learningsession_{name}", args=[99, *args])

    assert organiser.get(address).status_code == 404


def test_speaker_of_another_session_is_not_found(organiser):
    invitation = make_speaker()

    assert organiser.get(page("speaker", make_session(), invitation.pk)).status_code == 404


# --- Inviting -------------------------------------------------------------------------------------


def test_clock_of_the_due_date_has_its_words(organiser):
    html = organiser.get(page("invite_speakers", make_open_session())).content.decode()

    words, clock = html.index(reverse("admin:jsi18n")), html.index("DateTimeShortcuts")
    assert words < clock


def test_each_mail_is_shown_before_it_is_sent(organiser):
    session = make_open_session()
    known = make_participant(
        session=session, role="city", person=make_person(name="Kofi", email="kofi@example.org")
    )
    sent = ASKED | blank() | new()
    sent |= row(f"known-{known.pk}", is_chosen="on", language="en", source="contacts")

    shown = organiser.post(page("invite_speakers", session), sent | {"preview": "1"})

    html = shown.content.decode()
    for text in ("rim@example.org", "kofi@example.org", "Votre lien personnel", "Olga"):
        assert text in html
    assert not SpeakerInvitation.objects.exists()
    assert not Person.objects.filter(name="Rim Saïd").exists()
    seen = shown.context["seen"]
    organiser.post(page("invite_speakers", session), sent | {"send": "1", "seen": seen})
    assert SpeakerInvitation.objects.count() == 2
    mail = Mail.objects.get(recipient="rim@example.org")
    assert (mail.kind, mail.language) == ("speaker_invitation", "fr")
    invited = SpeakerInvitation.objects.get(participant__person__name="Rim Saïd")
    assert (invited.asks_slides, invited.address_source) == (False, "public")
    assert invited.participant.role == Participant.Role.SPEAKER
    assert not invited.participant.consents_to_listing


def test_other_mails_than_were_shown_are_not_sent(organiser):
    session = make_open_session()

    answer = organiser.post(
        page("invite_speakers", session), ASKED | blank() | new() | {"send": "1", "seen": "other"}
    )

    assert "look again" in answer.content.decode()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Tick a person, or enter the address of someone new."),
        (new(name=""), "Enter the name."),
        (new(email=""), "Enter the e-mail address."),
        (new(email="rim@"), "valid email"),
        (new(role="participant"), "Select a valid choice"),
        (new(0) | new(1), "The same address is there twice."),
        (new() | {"due_at_0": "2020-01-01", "due_at_1": "10:00"}, "This hour is past."),
    ],
    ids=["nobody", "no-name", "no-address", "address", "role", "twice", "past"],
)
def test_mistakes_are_said_and_nothing_is_sent(organiser, sent, message):
    session = make_open_session()

    answer = organiser.post(
        page("invite_speakers", session), ASKED | blank() | sent | {"preview": "1"}
    )

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Mail.objects.exists()


def test_person_who_is_invited_is_not_invited_twice(organiser):
    invitation = make_speaker()

    answer = organiser.post(
        page("invite_speakers", invitation.session),
        ASKED | blank() | new(email="amina@example.org") | {"preview": "1"},
    )

    assert "This person is invited already." in answer.content.decode()


@pytest.mark.parametrize("why", ["draft", "cancelled"])
def test_no_one_is_invited_to_a_session_that_is_off(organiser, why):
    session = make_open_session(**({"announced_at": None} if why == "draft" else {}))
    if why == "cancelled":
        session.cancel()

    answer = organiser.post(page("invite_speakers", session), ASKED | blank() | new())

    assert answer.status_code == 302
    assert not SpeakerInvitation.objects.exists()


# --- The list and one speaker ---------------------------------------------------------------------


def test_list_shows_states_and_what_is_missing(organiser):
    session = make_open_session()
    make_speaker(session)
    make_confirmed(session, email="b@example.org", name="Bo Berg", answers={"biography": "Bo"})

    html = organiser.get(page("speakers", session)).content.decode()

    for text in ("Amina Haddad", "Bo Berg", "confirmed", "invited", "a short biography"):
        assert text in html


def test_list_takes_the_same_queries_for_one_and_for_three(organiser):
    session = make_open_session()
    make_speaker(session)
    organiser.get(page("speakers", session))
    with CaptureQueriesContext(connection) as first:
        organiser.get(page("speakers", session))
    for number in range(2):
        send_picture(make_confirmed(session, email=f"s{number}@example.org", name=f"S {number}"))
    with CaptureQueriesContext(connection) as second:
        organiser.get(page("speakers", session))

    assert len(first) == len(second)


@pytest.mark.parametrize("is_series", [False, True], ids=["session", "series"])
def test_public_page_takes_one_query_for_all_speakers(client, is_series):
    session = make_open_session()
    address = (session.series if is_series else session).get_absolute_url()
    make_confirmed(session)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for number in range(2):
        invitation = make_confirmed(session, email=f"s{number}@example.org", name=f"S {number}")
        send_picture(invitation).picture.accept()
    with CaptureQueriesContext(connection) as second:
        client.get(address)

    assert len(first) == len(second)


def test_those_of_whom_something_is_missing_are_reminded(organiser):
    session = make_open_session()
    make_speaker(session)
    make_confirmed(session, email="b@example.org", name="B", asks_slides=False,
                   asks_picture=False, answers={"biography": "B"})  # fmt: skip

    organiser.post(page("speakers", session), {"do": "remind"})

    reminded = Mail.objects.filter(kind="speaker_reminder").values_list("recipient", flat=True)
    assert list(reminded) == ["amina@example.org"]
    organiser.post(page("speakers", session), {"do": "remind"})
    assert Mail.objects.filter(kind="speaker_reminder").count() == 1
    html = organiser.get(page("speakers", session)).content.decode()
    assert 'value="remind"' not in html
    assert organiser.post(page("speakers", session), {"do": "dance"}).status_code == 400


@pytest.mark.parametrize("piece", ["picture", "biography", "slides"])
def test_piece_is_accepted_as_it_was_seen_and_hidden_again(organiser, piece):
    invitation = send_slides(send_picture(make_confirmed(answers={"biography": "One\ntwo"})))
    address = page("speaker", invitation.session, invitation.pk)
    seen = organiser.get(address).context["seen"][piece]

    def is_accepted():
        kept = fresh(invitation)
        return bool(
            kept.biography_accepted_at if piece == "biography" else getattr(kept, piece).accepted_at
        )

    organiser.post(address, {"do": f"accept:{piece}", "seen": "another"})
    assert not is_accepted()
    organiser.post(address, {"do": f"accept:{piece}", "seen": seen})
    assert is_accepted()
    organiser.post(address, {"do": f"hide:{piece}", "seen": seen})
    assert not is_accepted()
    assert organiser.post(address, {"do": "accept:password"}).status_code == 400


def test_changes_are_shown_until_they_are_seen(organiser):
    invitation = make_confirmed(answers={"position": "Vice-Mayor"})
    address = page("speaker", invitation.session, invitation.pk)
    html = organiser.get(address).content.decode()
    assert "Vice-Mayor" in html

    organiser.post(address, {"do": "seen", "changed": "2020-01-01"})
    assert fresh(invitation).has_news
    organiser.post(address, {"do": "seen", "changed": invitation.changed_at.isoformat()})

    assert not fresh(invitation).has_news


def test_new_link_is_mailed_and_withdrawing_closes_it(organiser):
    invitation = make_speaker()
    address = page("speaker", invitation.session, invitation.pk)

    organiser.post(address, {"do": "new_link"})
    assert fresh(invitation).issue == 2
    # Of two that wait for the same person only the newer one is sent.
    assert speaker_links.speaker_url(fresh(invitation)) in Mail.objects.get().text
    organiser.post(address, {"do": "withdraw"})
    assert fresh(invitation).state == "withdrawn"
    organiser.post(address, {"do": "remind"})
    assert not Mail.objects.filter(kind="speaker_reminder").exists()


# --- The session's page and the day's -------------------------------------------------------------


@pytest.mark.parametrize("declines", [False, True], ids=["confirms", "declines"])
def test_cockpit_and_today_tell_what_is_new(organiser, declines):
    invitation = make_speaker()
    today = organiser.get(reverse("admin:index")).content.decode()
    assert "1 speaker has not answered" in today
    if declines:
        answering.decline(invitation, "")
    else:
        answering.answer(
            invitation, answering.SpeakerAnswers("Amina Haddad"), "en", notice="notice-1"
        )

    for address in (page("cockpit", invitation.session), reverse("admin:index")):
        html = organiser.get(address).content.decode()
        assert "Look at what is new from 1 speaker" in html
        assert page("speakers", invitation.session) in html
