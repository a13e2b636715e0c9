"""What makes the site send each kind of mail, by the code that users reach."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from cities.invitations import sending
from cities.models import ResponseUpdate
from cities.officers import memberships
from cities.open_call import applications
from cities.open_call.applications import Applicant, ProposedCity
from cities.review import transitions
from llex.core.models import DataRequest, User
from llex.core.personal_data import requests
from sessions_app.briefing import scheduled_publication
from sessions_app.mailings.sending import cancel_session, tell_change
from sessions_app.models import (
    Mailing,
    Participant,
    Registration,
    ReviewComment,
    ScheduledPublication,
)
from sessions_app.note_review import links
from sessions_app.registration import confirming, places, registration_mails
from sessions_app.registration.inviting import find_invitees, invite_to_register
from sessions_app.registration.teams import TeamLine
from sessions_app.speakers import answering, inviting
from sessions_app.speakers.answering import SpeakerAnswers
from sessions_app.translation_desk.assignments import assign_translator
from tests.factories import (
    bring_to,
    in_all,
    make_city,
    make_contribution,
    make_edition,
    make_officer,
    make_organisation,
    make_participant,
    make_person,
    make_response,
    make_review_link,
    make_series,
    make_session,
    make_user,
)
from tests.factories_cities import make_call
from tests.factories_registration import JOIN_LINK, answers, make_request
from tests.factories_speakers import make_speaker

HOUR = timedelta(hours=1)
# Words of no language, so that a word of English in a mail is one of the site's own texts.
NOTE = "Lorem 7 ipsum"
CAUSES: dict[Callable[[str], None], tuple[str, ...]] = {}


def causes(*kinds):
    """Note which kinds of mail a function makes the site send in a language."""

    def noted(function):
        CAUSES[function] = kinds
        return function

    return noted


def _session(language, **values):
    series = make_series(
        **in_all("title", "Lorem"), contact="desk@example.org", thanks=True,
        reminders=["week_before", "day_before", "hour_before"],
    )  # fmt: skip
    series.conveners.add(make_organisation(**in_all("name", "Ipsum")))
    texts = {
        **in_all("title", "Dolor"),
        **in_all("guiding_questions", f"- {NOTE}\n- {NOTE}"),
        "languages": [language],
        "starts_at": now() + timedelta(days=9),
        "join_link": JOIN_LINK,
        "series": series,
    }
    return make_session(**texts | values)


def _user(language, **values):
    return make_user(name="Ana Pérez", language=language, **values)


def _officer(language, city=None):
    return make_officer(user=_user(language), city=city or make_city(**in_all("name", "Sit Amet")))


def _contribution(language, state, *, session=None, is_invited=True):
    """A contribution of a city whose officer is invited or logs in."""
    session = session or _session(language, contributions_due_at=now() + timedelta(days=6))
    made = make_contribution(
        session=session,
        city=make_city(**in_all("name", "Sit Amet")),
        original_language=language,
        state="invited" if state == "invited" else "draft",
        responses=0,
        challenges=0,
    )
    officer = _officer(language, made.city)
    make_response(contribution=made, **in_all("text", NOTE))
    bring_to(made, state)
    if is_invited:
        made.invitations.create(officer=officer, sent_at=now())
    return made, officer.user


# --- Accounts -------------------------------------------------------------------------------------


@causes("login_code", "login_unknown", "password_reset", "password_unknown")
def pages_of_accounts(language):
    _user(language, email="known@example.org")
    for page in ("account_request_login_code", "account_reset_password"):
        for name in ("known", "unknown"):
            Client().post(reverse(page), {"email": f"{name}@example.org"})


@causes("password_changed", "account_changed", "address_confirmation", "account_exists")
def changes_of_accounts(language):
    user = _user(language)
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    adapter = get_adapter(request)
    adapter.send_notification_mail("account/email/password_changed", user)
    for prefix in ("account/email/email_changed", "mfa/email/totp_activated"):
        adapter.send_notification_mail(prefix, user)
    address = EmailAddress.objects.create(user=user, email="new@example.org")
    address.send_confirmation(request)
    adapter.send_mail("account/email/account_already_exists", user.email, {})


# --- Cities ---------------------------------------------------------------------------------------


@causes("call_code", "call_received", "call_waiting", "call_refused")
def open_call(language):
    session = _session(language, open_call=True)
    applications.send_code(session, "ana@example.org", language=language, client_ip="192.0.2.1")
    applications.apply(
        session,
        Applicant("ana@example.org", "Ana Pérez", "Alcaldía", language),
        ProposedCity("Sit Amet", "city", "ES"),
    )
    refused = make_call(session=session, language=language, email="eva@example.org")
    applications.refuse(refused, NOTE, by=_user(language))


@causes("invitation", "invitation_reminder")
def invitations(language):
    made, _user_of_city = _contribution(language, "invited", is_invited=False)
    invitation = sending.invite(made, made.city.officers.get(), _user(language))
    invitation.written_at = invitation.sent_at = now() - timedelta(days=3)
    invitation.save()
    assert sending.remind(invitation)


@causes(
    "contribution_submitted",
    "receipt",
    "contribution_accepted",
    "contribution_changes_requested",
)
def submission_and_review(language):
    made, officer = _contribution(language, "draft")
    transitions.submit(made, by=officer)
    transitions.accept(made, by=_user(language))
    other, officer = _contribution(language, "submitted", is_invited=False)
    transitions.request_changes(other, NOTE, by=_user(language))


@causes("contribution_declined", "contribution_withdrawn", "contribution_taken_out")
def ends_of_contributions(language):
    made, officer = _contribution(language, "invited")
    transitions.decline(made, by=officer)
    made, _officer = _contribution(language, "submitted")
    transitions.withdraw(made, by=_user(language))


@causes(
    "wording_ready",
    "wording_approved",
    "wording_approved_for_city",
    "wording_commented",
    "follow_up",
    "follow_up_answered",
)
def approval_and_follow_up(language):
    made, officer = _contribution(language, "accepted")
    organiser = _user(language)
    transitions.send_wording(made, by=organiser)
    transitions.comment_wording(made, NOTE, by=officer)
    transitions.approve_wording(made, by=organiser)
    assert transitions.ask_follow_up(made)
    response = made.responses.get()
    updates = [ResponseUpdate(response=response, kind=ResponseUpdate.Kind.ENDED)]
    transitions.answer_follow_up(made, updates, by=officer)


@causes("office_given", "office_ended", "office_handed_over")
def memberships_of_officers(language):
    officer = _officer(language)
    colleague = memberships.add_colleague(
        officer.city, officer.user, email="eva@example.org", language=language
    )
    memberships.end_membership(colleague, officer.user)
    memberships.hand_over_membership(
        officer, now().date() + timedelta(days=9), email="noa@example.org", language=language
    )


# --- Notes ----------------------------------------------------------------------------------------


@causes("publication_stopped", "review_link", "review_answered", "translation_assigned")
def notes(language):
    session, organiser = _session(language), _user(language)
    # A city of which nothing was decided stops it.
    _contribution(language, "submitted", session=session)
    scheduled_publication.schedule(
        session, now() + HOUR, by=organiser, change_notes={}, left_out=[]
    )
    ScheduledPublication.objects.update(publish_at=now() - HOUR)
    scheduled_publication.publish_due()
    link = make_review_link(session=session, language=language, email="ana@example.org")
    links.send_link(link, by=organiser)
    comment = ReviewComment.objects.create(
        link=link, language=language, place=NOTE, text=NOTE, answer=NOTE
    )
    assert links.send_answer(comment, by=organiser)
    assign_translator(session, [language], email="noa@example.org", speaks=language, by=organiser)


# --- People ---------------------------------------------------------------------------------------


@causes(
    "registration_confirm",
    "registration_confirmed",
    "registration_waiting",
    "registration_changed",
    "registration_cancelled",
    "registration_moved_up",
)
def registrations(language):
    session = _session(language, capacity=1)
    written = answers(name="Ana Pérez", language=language)
    first = confirming.register_person(session, "ana@example.org", written)
    confirming.register_person(session, "eva@example.org", written)
    confirming.change(first, written | {"position": "Alcaldía"})
    places.cancel(Participant.objects.get(pk=first.participant_id))
    make_request(session, name="Ana Pérez", language=language)


@causes("registration_invitation")
def invitations_to_register(language):
    session = _session(language, registration_access="invited")
    person = make_person(name="Ana Pérez", email="ana@example.org")
    lines = [TeamLine(1, "", email="eva@example.org")]
    assert invite_to_register(session, find_invitees(session, [person], lines, language)) == 2


@causes("speaker_invitation", "speaker_reminder", "speaker_confirmed")
def speakers(language):
    session = _session(language)
    asked = {"language": language, "due_at": session.starts_at - HOUR}
    reminded = make_speaker(session, name="Ana Pérez", email="ana@example.org", **asked)
    inviting.remind(reminded, by=_user(language))
    confirmed = make_speaker(session, name="Eva Pérez", email="eva@example.org", **asked)
    answering.answer(confirmed, SpeakerAnswers("Eva Pérez"), language, notice="")


@causes("registration_link")
def new_personal_link(language):
    registration_mails.send_new_link(_registered(_session(language), language))


def _registered(session, language):
    number = session.participants.count()
    person = make_person(name="Ana Pérez", email=f"ana{number}-{session.pk}@example.org")
    participant = make_participant(session=session, person=person, role="participant")
    Registration.objects.create(participant=participant, name=person.name, language=language)
    return participant


@causes("mailing")
def mailings(language):
    for ahead in (timedelta(days=6), timedelta(hours=20), timedelta(minutes=50)):
        _registered(_session(language, starts_at=now() + ahead), language)
    moved, cancelled = _session(language), _session(language)
    over = _session(language, starts_at=now() - timedelta(hours=9))
    written_to = _session(language)
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
    _session(language)
    requests.send_link("ana@example.org", language)
    for number in range(2):
        request = DataRequest.objects.create(address=f"ana{number}@example.org", language=language)
        requests.ask_for_erasing(request)
        if number:
            requests.refuse(request, NOTE)
        else:
            requests.carry_out(request, by=User.objects.create_superuser("root@example.org"))
