"""What makes the site send each kind of mail, by the code that users reach."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from cities.invitations import sending
from cities.models import ResponseUpdate
from cities.officers import memberships
from cities.open_call import applications
from cities.open_call.applications import Applicant, ProposedCity
from cities.review import transitions
from sessions_app.briefing import scheduled_publication
from sessions_app.briefing.note_approval import approve_note, ask_for_approval
from sessions_app.groups import ORGANISERS
from sessions_app.models import (
    ReviewComment,
    ScheduledPublication,
)
from sessions_app.note_review import links
from sessions_app.speakers.quote_clearing import ask_to_clear, propose_words
from sessions_app.translation_desk.assignments import assign_translator
from tests.factories import (
    bring_to,
    in_all,
    make_city,
    make_contribution,
    make_officer,
    make_organisation,
    make_participant,
    make_person,
    make_quote,
    make_response,
    make_review_link,
    make_series,
    make_session,
    make_user,
)
from tests.factories_cities import make_call
from tests.factories_registration import JOIN_LINK

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


def session_in(language, **values):
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


def user_in(language, **values):
    return make_user(name="Ana Pérez", language=language, **values)


def _officer(language, city=None):
    return make_officer(
        user=user_in(language), city=city or make_city(**in_all("name", "Sit Amet"))
    )


def _contribution(language, state, *, session=None, is_invited=True):
    """A contribution of a city whose officer is invited or logs in."""
    session = session or session_in(language, contributions_due_at=now() + timedelta(days=6))
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
    user_in(language, email="known@example.org")
    for page in ("account_request_login_code", "account_reset_password"):
        for name in ("known", "unknown"):
            Client().post(reverse(page), {"email": f"{name}@example.org"})


@causes("password_changed", "account_changed", "address_confirmation", "account_exists")
def changes_of_accounts(language):
    user = user_in(language)
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
    session = session_in(language, open_call=True)
    applications.send_code(session, "ana@example.org", language=language, client_ip="192.0.2.1")
    applications.apply(
        session,
        Applicant("ana@example.org", "Ana Pérez", "Alcaldía", language),
        ProposedCity("Sit Amet", "city", "ES"),
    )
    refused = make_call(session=session, language=language, email="eva@example.org")
    applications.refuse(refused, NOTE, by=user_in(language))


@causes("invitation", "invitation_reminder")
def invitations(language):
    made, _user_of_city = _contribution(language, "invited", is_invited=False)
    invitation = sending.invite(made, made.city.officers.get(), user_in(language))
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
    transitions.accept(made, by=user_in(language))
    other, officer = _contribution(language, "submitted", is_invited=False)
    transitions.request_changes(other, NOTE, by=user_in(language))


@causes("contribution_declined", "contribution_withdrawn", "contribution_taken_out")
def ends_of_contributions(language):
    made, officer = _contribution(language, "invited")
    transitions.decline(made, by=officer)
    made, _officer = _contribution(language, "submitted")
    transitions.withdraw(made, by=user_in(language))


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
    organiser = user_in(language)
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


@causes(
    "publication_stopped", "review_link", "review_answered", "translation_assigned",
    "quote_clearing", "quote_answered", "note_approval_asked", "note_approved",
)  # fmt: skip
def notes(language):
    session, organiser = session_in(language), user_in(language)
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
    person = make_person(name="Lorem", email="ada@example.org")
    speaker = make_participant(session=session, person=person)
    quote = make_quote(session=session, speaker=speaker, **in_all("text", NOTE))
    assert ask_to_clear(quote, by=organiser)
    propose_words(quote, NOTE, language)
    second = make_user(group=ORGANISERS, name="Eva Ruiz", language=language)
    shown = {language: "0" * 64}
    ask_for_approval(session, shown, of=second, by=organiser, remark=NOTE)
    approve_note(session, shown, by=second)
