"""The personal pages of a speaker: who gets in, what is kept, and what is refused."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from icalendar import Calendar

from llex.core.models import Mail
from llex.core.privacy.models import DEFAULT_VERSION
from sessions_app.models import Participant, SpeakerInvitation, SpeakerPicture, SpeakerSlides
from sessions_app.speakers import answering, speaker_invitations, speaker_links
from tests.factories import make_participant
from tests.factories_registration import make_open_session
from tests.factories_speakers import (
    fresh,
    make_confirmed,
    make_speaker,
    picture_file,
    send_picture,
    send_slides,
    slides_file,
)

pytestmark = pytest.mark.django_db
PAGES = ("page", "answer", "decline", "picture", "slides", "slides_file")
ANSWERS = {
    "name": "Amina Haddad", "name_in_script": "أمينة حداد", "position": "Director of Water",
    "organisation_name": "City of Tunis", "biography": "She plans water.",
    "consents_to_listing": "on",
}  # fmt: skip


def at(invitation, page="page", language="en"):
    with translation.override(language):
        return speaker_links.speaker_path(invitation, f"speaker_{page}")


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


# --- Confirming -----------------------------------------------------------------------------------


def test_page_says_role_date_and_what_is_asked(client):
    invitation = make_speaker()

    html = text_of(client.get(at(invitation)))

    for text in ("Speaker", "a picture", "a short biography", "slides", "noindex"):
        assert text in html
    assert fresh(invitation).opened_at is not None


def test_answers_are_checked_before_anything_is_kept(client):
    invitation = make_speaker()

    checked = client.post(at(invitation, "answer"), ANSWERS | {"do": "check"})

    assert checked.status_code == 200
    assert "Nothing is sent yet" in text_of(checked)
    assert fresh(invitation).awaits_answer
    back = client.post(at(invitation, "answer"), ANSWERS | {"do": "edit"})
    assert 'value="Director of Water"' in text_of(back)


def test_confirmed_answers_are_kept_for_this_session_alone(client):
    invitation = make_speaker()
    person = invitation.participant.person
    earlier = make_participant(person=person)
    answers = ANSWERS | {"name": "Amina B. Haddad", "do": "send"}

    answer = client.post(at(invitation, "answer"), answers)

    assert answer.status_code == 302
    kept = fresh(invitation)
    participant = kept.participant
    assert kept.state == SpeakerInvitation.State.CONFIRMED
    assert participant.name == "Amina B. Haddad"
    assert participant.name_in("ar") == "أمينة حداد"
    assert participant.position_en == "Director of Water"
    assert (participant.consents_to_listing, bool(participant.privacy_notice)) == (True, True)
    assert (kept.organisation_name, kept.biography_en) == ("City of Tunis", "She plans water.")
    assert set(kept.changes) >= {"answer", "name", "position", "biography"}
    person.refresh_from_db()
    assert (person.name, person.other_spellings) == ("Amina Haddad", [])
    assert Participant.objects.get(pk=earlier.pk).name == "Amina Haddad"


def test_confirmation_is_mailed_with_the_calendar_entry(client):
    invitation = make_speaker(language="ar")

    client.post(at(invitation, "answer", "ar"), ANSWERS | {"do": "send"})

    mail = Mail.objects.get(kind="speaker_confirmed")
    assert (mail.language, mail.recipient) == ("ar", "amina@example.org")
    [event] = Calendar.from_ical(bytes(mail.attachment)).walk("VEVENT")
    assert event["UID"] == invitation.session.calendar_uid
    assert fresh(invitation).written_in == "ar"


def test_texts_stay_in_their_language_on_a_page_in_another(client):
    invitation = make_confirmed(answers={"biography": "سيرة"}, language="ar")
    html = text_of(client.get(at(invitation, "answer", "fr")))
    assert "سيرة" in html

    unchanged = ANSWERS | {"name": "Amina Haddad", "biography": "سيرة", "do": "send"}
    client.post(at(invitation, "answer", "fr"), unchanged)

    kept = fresh(invitation)
    assert (kept.written_in, kept.biography_ar, kept.biography_fr) == ("ar", "سيرة", None)
    assert kept.participant.position_fr == "Director of Water"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter your name."),
        ({"position": ""}, "Enter the position that you hold."),
        ({"name": "www.pills.example"}, "Use plain words here"),
        ({"biography": "a" * 801}, "at most 800"),
    ],
    ids=["no-name", "no-position", "address", "long"],
)
def test_mistakes_are_said_and_nothing_typed_is_lost(client, wrong, message):
    invitation = make_speaker()

    answer = client.post(at(invitation, "answer"), ANSWERS | wrong | {"do": "send"})

    assert answer.status_code == 422
    html = text_of(answer)
    assert message in html
    assert "City of Tunis" in html
    assert fresh(invitation).awaits_answer


def test_consent_is_the_persons_own_whatever_organisers_had_noted(client):
    invitation = make_speaker()
    noted = Participant.objects.get(pk=invitation.participant_id)
    noted.consents_to_listing, noted.privacy_notice = True, "notice-of-organisers"
    noted.save()
    assert " checked" not in text_of(client.get(at(invitation, "answer")))

    client.post(at(invitation, "answer"), ANSWERS | {"notice": DEFAULT_VERSION, "do": "send"})

    assert fresh(invitation).participant.privacy_notice == DEFAULT_VERSION


def test_without_biography_asked_there_is_no_box(client):
    invitation = make_speaker(asks_biography=False)

    assert 'name="biography"' not in text_of(client.get(at(invitation, "answer")))


def test_change_is_told_and_takes_acceptance_back(client):
    invitation = make_confirmed(answers={"biography": "Before"})
    invitation.accept_biography()
    SpeakerInvitation.objects.update(changes={})

    client.post(at(invitation, "answer"), ANSWERS | {"biography": "After", "do": "send"})

    kept = fresh(invitation)
    assert kept.changes["biography"] == ["Before", "After"]
    assert kept.biography_accepted_at is None
    assert Mail.objects.filter(kind="speaker_confirmed").count() == 1


# --- Declining ------------------------------------------------------------------------------------


def test_declining_gives_the_place_back_and_closes_the_forms(client):
    invitation = make_speaker()

    client.post(at(invitation, "decline"), {"reason": "Ask Rim."})

    kept = fresh(invitation)
    assert (kept.state, kept.reason) == (SpeakerInvitation.State.DECLINED, "Ask Rim.")
    assert kept.participant.status == Participant.Status.CANCELLED
    assert kept.changes == {"answer": ["invited", "declined"]}
    assert not Mail.objects.filter(kind="registration_cancelled").exists()
    assert "You have declined." in text_of(client.get(at(kept)))
    answer = client.post(at(kept, "answer"), ANSWERS | {"do": "send"})
    assert answer.status_code == 409
    assert fresh(kept).state == SpeakerInvitation.State.DECLINED


def test_giving_the_role_back_takes_the_session_out_of_the_calendar(client):
    invitation = make_confirmed()

    client.post(at(invitation, "decline"), {"reason": ""})

    mail = Mail.objects.get(kind="registration_cancelled")
    assert b"METHOD:CANCEL" in bytes(mail.attachment)


def test_invited_again_after_declining_gets_a_new_link(client):
    invitation = make_speaker()
    answering.decline(invitation, "")
    former = at(invitation)
    request = speaker_invitations.Request(True, False, False, None)
    invitee = speaker_invitations.InvitedSpeaker(fresh(invitation).participant, "en", "contacts")
    speaker_invitations.invite(invitation.session, [invitee], request, by=None)

    again = fresh(invitation)
    assert client.get(former).status_code == 410
    client.post(at(again, "answer"), ANSWERS | {"do": "send"})
    confirmed = fresh(invitation)
    assert confirmed.state == SpeakerInvitation.State.CONFIRMED
    assert confirmed.participant.status == Participant.Status.REGISTERED


# --- Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_forged_link_opens_nothing(client, page):
    address = at(make_speaker(), page)
    token = address.split("/")[4]
    forged = address.replace(token, token[:-4] + "AAAA")

    for method in (client.get, client.post):
        assert method(forged).status_code in (404, 405)


def test_link_of_another_speaker_opens_nothing(client):
    one, other = make_speaker(), make_speaker(email="b@example.org", name="B")

    assert client.get(at(one).replace(str(one.key), str(other.key))).status_code == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("why", ["withdrawn", "replaced", "expired"])
def test_closed_link_says_why_and_changes_nothing(client, page, why):
    invitation = make_speaker()
    address = at(invitation, page)
    if why == "withdrawn":
        invitation.withdraw()
    elif why == "replaced":
        invitation.renew_link()
    else:
        session = invitation.session
        type(session).objects.filter(pk=session.pk).update(starts_at=now() - timedelta(days=90))

    answer = client.get(address)

    assert answer.status_code == 410
    assert client.post(address, ANSWERS | {"do": "send"}).status_code in (405, 410)
    assert fresh(invitation).state in ("invited", "withdrawn")


@pytest.mark.parametrize("why", ["cancelled", "over"])
@pytest.mark.parametrize("page", ["answer", "decline", "picture", "slides"])
def test_nothing_is_taken_for_a_session_that_is_off(client, page, why):
    invitation = make_confirmed()
    session = invitation.session
    if why == "cancelled":
        session.cancel("Storm")
    else:
        type(session).objects.filter(pk=session.pk).update(starts_at=now() - timedelta(days=1))

    answer = client.post(at(invitation, page), ANSWERS | {"do": "send", "file": picture_file()})

    assert answer.status_code == 409
    assert client.get(at(invitation, page)).status_code == 302
    kept = fresh(invitation)
    assert (kept.state, kept.biography_en) == ("confirmed", None)
    assert not SpeakerPicture.objects.exists()
    word = "This session is cancelled." if why == "cancelled" else "This session is over."
    assert word in text_of(client.get(at(invitation)))


@pytest.mark.parametrize("page", ["picture", "slides"])
def test_files_are_taken_once_the_role_is_confirmed(client, page):
    invitation = make_speaker()

    assert client.post(at(invitation, page), {"file": picture_file()}).status_code == 409
    assert not SpeakerPicture.objects.exists()


# --- Picture and slides ---------------------------------------------------------------------------


def test_picture_is_kept_without_its_origin_and_described(client):
    invitation = make_confirmed()
    sent = {"file": picture_file(900, 700), "alternative": "A woman", "credit": "Ana", "do": "save"}

    answer = client.post(at(invitation, "picture"), sent | {"consent": "on"})

    assert answer.status_code == 302
    picture = SpeakerPicture.objects.get()
    assert (picture.width, picture.height, picture.alternative_en) == (900, 700, "A woman")
    assert picture.consented_at is not None
    assert picture.accepted_at is None
    assert "data:image/jpeg;base64" in text_of(client.get(at(invitation)))
    assert fresh(invitation).changes["picture"] == ["", "sent"]


def test_description_changes_without_a_new_file_and_is_looked_at_anew(client):
    invitation = send_picture(make_confirmed())
    invitation.picture.accept()

    client.post(at(invitation, "picture"), {"alternative": "A man", "credit": "", "do": "save"})

    picture = SpeakerPicture.objects.get()
    assert (picture.alternative_en, picture.consented_at, picture.accepted_at) == (
        "A man", None, None,
    )  # fmt: skip


def test_new_picture_takes_the_place_of_the_former(client, django_capture_on_commit_callbacks):
    invitation = send_picture(make_confirmed())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(invitation, "picture"), {"file": picture_file(500, 500), "do": "save"})

    assert SpeakerPicture.objects.get().width == 500


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (lambda: picture_file(200, 200), "at least 300 are needed"),
        (lambda: picture_file(2000, 400), "too long and narrow"),
        (slides_file, "This is not an image"),
        (lambda: None, "Choose a file first."),
    ],
    ids=["small", "slim", "slides", "none"],
)
def test_unfit_picture_is_refused_beside_its_field(client, file, message):
    invitation = make_confirmed()
    sent = {"alternative": "A woman", "do": "save"}

    answer = client.post(
        at(invitation, "picture"), sent | ({"file": given} if (given := file()) else {})
    )

    assert answer.status_code == 422
    html = text_of(answer)
    assert message in html
    assert "A woman" in html
    assert not SpeakerPicture.objects.exists()


def test_slides_are_kept_replaced_downloaded_and_deleted(client, tmp_path):
    invitation = make_confirmed()
    assert client.post(at(invitation, "slides"), {"file": slides_file()}).status_code == 302
    assert client.post(at(invitation, "slides"), {"file": slides_file("b.pptx")}).status_code == 302

    slides = SpeakerSlides.objects.get()
    assert (slides.name, slides.kind) == ("b.pptx", "pptx")
    got = client.get(at(invitation, "slides_file"))
    assert got["Content-Disposition"] == 'attachment; filename="b.pptx"'
    assert "sandbox" in got["Content-Security-Policy"]
    client.post(at(invitation, "slides"), {"do": "remove"})
    assert not SpeakerSlides.objects.exists()
    assert client.get(at(invitation, "slides_file")).status_code == 404


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (picture_file, "Only PDF and PowerPoint"),
        (lambda: slides_file(body=b"<document/>"), "Only PDF and PowerPoint"),
        (lambda: slides_file(ppt__vbaProject__bin=b"x"), "macros"),
        (lambda: slides_file(body=b"<!DOCTYPE x><x/>"), "document type"),
    ],
    ids=["picture", "other-root", "macros", "doctype"],
)
def test_unfit_slides_are_refused(client, file, message):
    invitation = make_confirmed()

    answer = client.post(at(invitation, "slides"), {"file": file()})

    assert answer.status_code == 422
    assert re.search(message, text_of(answer))
    assert not SpeakerSlides.objects.exists()


@pytest.mark.parametrize("page", ["picture", "slides"])
def test_too_large_file_is_refused_with_its_size(client, settings, page):
    settings.ATTACHMENT_MEGABYTES = 0.0001
    invitation = make_confirmed()
    file = picture_file() if page == "picture" else slides_file(padding="x" * 2000)

    answer = client.post(at(invitation, page), {"file": file})

    assert answer.status_code == 422
    assert "MB can be attached" in text_of(answer)


# --- Public files ---------------------------------------------------------------------------------


def picture_address(invitation):
    return reverse("speaker_picture_file", args=[invitation.picture.digest, 640])


def test_picture_is_public_once_all_have_agreed_and_no_longer(client):
    invitation = send_picture(make_confirmed())
    assert client.get(picture_address(invitation)).status_code == 404

    invitation.picture.accept()
    got = client.get(picture_address(invitation))

    assert (got.status_code, got["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" not in got["Cache-Control"]
    invitation.withdraw()
    assert client.get(picture_address(invitation)).status_code == 404
    assert client.get(picture_address(invitation).replace("640", "641")).status_code == 404


def test_slides_are_public_after_the_session_alone(client):
    invitation = send_slides(make_confirmed())
    invitation.slides.accept()
    address = reverse("sessions_app:slides", args=[invitation.slides.key])
    assert client.get(address).status_code == 404

    session = invitation.session
    type(session).objects.filter(pk=session.pk).update(starts_at=now() - timedelta(days=2))

    assert client.get(address).status_code == 200
    invitation.slides.accept(is_accepted=False)
    assert client.get(address).status_code == 404


def test_cancelled_and_unconsented_speakers_are_not_on_the_page(client):
    session = make_open_session()
    make_confirmed(session, name="Seen Person", answers={"name": "Seen Person"})
    make_confirmed(
        session, name="Hidden Person", email="h@example.org",
        answers={"name": "Hidden Person", "consents_to_listing": False},
    )  # fmt: skip
    make_speaker(session, name="Silent Person", email="s@example.org")

    for address in (session.get_absolute_url(), session.series.get_absolute_url()):
        html = client.get(address).content.decode()
        assert "Seen Person" in html
        assert "Hidden Person" not in html
        assert "Silent Person" not in html
