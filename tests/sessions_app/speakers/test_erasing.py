"""The rights of speakers: erasing, retention, merging of people."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils.timezone import now

from llex.core.personal_data.collecting import collect
from llex.core.personal_data.erasing import erase
from llex.core.personal_data.subjects import find_subject
from sessions_app.models import Participant, SpeakerInvitation, SpeakerPicture, SpeakerSlides
from sessions_app.models.speaker_files import SPEAKER_PICTURES
from sessions_app.people.merging import merge
from tests.factories import make_participant, make_person
from tests.factories_speakers import fresh, make_confirmed, send_picture, send_slides

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker():
    answers = {"name": "Amina B. Haddad", "biography": "Amina B. Haddad plans water."}
    return send_slides(send_picture(make_confirmed(answers=answers)))


def files_of(speaker):
    names = [SPEAKER_PICTURES.name(speaker.picture.digest, 640), speaker.slides.file.name]
    return [storages["private"].exists(name) for name in names]


def test_erased_speaker_leaves_no_row_and_no_file(speaker, django_capture_on_commit_callbacks):
    assert files_of(speaker) == [True, True]
    subject = find_subject("amina@example.org")
    assert {"Amina Haddad", "Amina B. Haddad"} <= subject.names

    with django_capture_on_commit_callbacks(execute=True):
        erase(subject, by=None)

    for model in (SpeakerInvitation, SpeakerPicture, SpeakerSlides, Participant):
        assert not model.objects.exists()
    assert files_of(speaker) == [False, False]


def test_slides_of_others_that_name_an_erased_person_are_deleted(speaker):
    slide = "<p:sld><a:p><a:r><a:t>With Ana Pé</a:t></a:r><a:r><a:t>rez</a:t></a:r></a:p></p:sld>"
    other = make_confirmed(speaker.session, name="Bo Berg", email="bo@example.org")
    send_slides(other, ppt__slides__slide1=slide)
    make_person(name="Ana Pérez", email="ana@example.org")

    erase(find_subject("ana@example.org"), by=None)

    assert [one.invitation for one in SpeakerSlides.objects.all()] == [speaker]


def test_what_was_sent_is_deleted_when_its_time_is_over(
    speaker, django_capture_on_commit_callbacks
):
    session = speaker.session
    type(session).objects.filter(pk=session.pk).update(starts_at=now() - timedelta(days=1096))

    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_up", verbosity=0)

    assert not SpeakerInvitation.objects.exists()
    assert files_of(speaker) == [False, False]


def test_participant_without_another_name_is_shown_once():
    person = make_person(name="Kofi", email="kofi@example.org")
    make_participant(person=person)

    held = collect(find_subject(person.email))

    assert [one.item.model for one in held].count("sessions_app.participant") == 1


def test_name_of_a_speaker_in_the_session_is_shown(speaker):
    held = collect(find_subject(speaker.participant.person.email))

    values = [value for one in held for row in one.rows for _label, value in row.values]
    assert "Amina B. Haddad" in values
    assert held[-1].item.model == "llex.mail"


def test_files_in_use_are_no_leftovers(speaker):
    call_command("clean_up", verbosity=0)

    assert files_of(speaker) == [True, True]


@pytest.mark.parametrize("is_in_session", [True, False], ids=["in", "not-in"])
def test_merged_people_lose_no_invitation(speaker, is_in_session):
    kept = make_person(name="A. Haddad")
    if is_in_session:
        make_participant(session=speaker.session, person=kept, role="participant")

    merge(kept, speaker.participant.person)

    moved = fresh(speaker)
    assert moved.participant.person == kept
    assert moved.participant.name == "Amina B. Haddad"
    assert moved.picture.pk == speaker.picture.pk
