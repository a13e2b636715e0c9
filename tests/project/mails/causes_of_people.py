"""What makes the site send mails to people who register, speak, or ask for their data."""

from datetime import timedelta

from django.core.management import call_command
from django.utils.timezone import now

from llex.core.models import DataRequest, User
from llex.core.personal_data import requests
from sessions_app.mailings.sending import cancel_session, tell_change
from sessions_app.models import Mailing, Participant, Registration
from sessions_app.registration import confirming, places, registration_mails
from sessions_app.registration.inviting import find_invitees, invite_to_register
from sessions_app.registration.teams import TeamLine
from sessions_app.speakers import answering, speaker_invitations
from sessions_app.speakers.answering import SpeakerAnswers
from tests.factories import in_all, make_edition, make_participant, make_person
from tests.factories_registration import answers, make_request
from tests.factories_speakers import make_speaker
from tests.project.mails.causes import HOUR, NOTE, causes, session_in, user_in


@causes(
    "registration_confirm",
    "registration_confirmed",
    "registration_waiting",
    "registration_changed",
    "registration_cancelled",
    "registration_moved_up",
)
def registrations(language):
    session = session_in(language, capacity=1)
    written = answers(name="Ana Pérez", language=language)
    first = confirming.register_person(session, "ana@example.org", written)
    confirming.register_person(session, "eva@example.org", written)
    confirming.change(first, written | {"position": "Alcaldía"})
    places.cancel(Participant.objects.get(pk=first.participant_id))
    make_request(session, name="Ana Pérez", language=language)


@causes("registration_invitation")
def invitations_to_register(language):
    session = session_in(language, registration_access="invited")
    person = make_person(name="Ana Pérez", email="ana@example.org")
    lines = [TeamLine(1, "", email="eva@example.org")]
    assert invite_to_register(session, find_invitees(session, [person], lines, language)) == 2


@causes("speaker_invitation", "speaker_reminder", "speaker_confirmed")
def speakers(language):
    session = session_in(language)
    asked = {"language": language, "due_at": session.starts_at - HOUR}
    reminded = make_speaker(session, name="Ana Pérez", email="ana@example.org", **asked)
    speaker_invitations.remind(reminded, by=user_in(language))
    confirmed = make_speaker(session, name="Eva Pérez", email="eva@example.org", **asked)
    answering.answer(confirmed, SpeakerAnswers("Eva Pérez"), language, notice="")


@causes("registration_link")
def new_personal_link(language):
    registration_mails.send_new_link(_registered(session_in(language), language))


def _registered(session, language):
    number = session.participants.count()
    person = make_person(name="Ana Pérez", email=f"ana{number}-{session.pk}@example.org")
    participant = make_participant(session=session, person=person, role="participant")
    Registration.objects.create(participant=participant, name=person.name, language=language)
    return participant


@causes("mailing")
def mailings(language):
    for ahead in (timedelta(days=6), timedelta(hours=20), timedelta(minutes=50)):
        _registered(session_in(language, starts_at=now() + ahead), language)
    moved, cancelled = session_in(language), session_in(language)
    over = session_in(language, starts_at=now() - timedelta(hours=9))
    written_to = session_in(language)
    for session in (moved, cancelled, over, written_to):
        _registered(session, language)
    tell_change(moved, None)
    cancel_session(cancelled, None, NOTE)
    make_edition(session=over, published_at=now())
    texts = in_all("subject", "{session}") | in_all("text", "{name}\n{join}\n\n{page}\n{series}")
    Mailing.objects.create(session=written_to, **texts).start()
    call_command("mail_people", verbosity=0)


@causes("data_link", "data_erasing_asked", "data_refused", "data_erased")
def own_data(language):
    session_in(language)
    requests.send_link("ana@example.org", language)
    for number in range(2):
        request = DataRequest.objects.create(address=f"ana{number}@example.org", language=language)
        requests.ask_for_erasing(request)
        if number:
            requests.refuse(request, NOTE)
        else:
            requests.carry_out(request, by=User.objects.create_superuser("root@example.org"))
