"""Codes, requests, and what organisers make of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils.timezone import now

from cities.models import (
    City,
    Contribution,
    EmailVerification,
    Invitation,
    Officer,
    OpenCallApplication,
)
from cities.models.open_call import MOST_ATTEMPTS, Outcome, TooManyCodes
from cities.open_call import applications
from cities.open_call.applications import (
    Applicant,
    DuplicateApplication,
    NotConfirmable,
    ProposedCity,
)
from llex.core.models import User
from llex.core.states import WrongState
from tests.factories import make_city, make_contribution, make_officer, make_session, make_user
from tests.factories_cities import make_call, make_place

ANA = Applicant("ana@valencia.example", "Ana Ruiz", "Head of housing", "es")


@pytest.fixture
def session(db):
    return make_session(open_call=True)


@pytest.fixture
def organiser(db):
    return make_user(name="Olga")


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Run something and return the letters that it sent, by recipient."""

    def run(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return {letter.to[0]: letter for letter in mail.outbox}

    return run


def ask(email="ana@valencia.example", client_ip="192.0.2.1"):
    return EmailVerification.objects.ask(email, client_ip)


def rewind(**by):
    for verification in EmailVerification.objects.all():
        EmailVerification.objects.filter(pk=verification.pk).update(
            sent_at=verification.sent_at - timedelta(**by)
        )


# --- Codes ----------------------------------------------------------------------------------------


def test_code_proves_the_address_and_is_stored_nowhere(db):
    verification, code = ask()

    assert len(code) == 6
    stored = "".join(map(str, EmailVerification.objects.values_list().get()))
    assert code not in stored
    assert "ana@" not in stored
    assert verification.try_code(code) is Outcome.VERIFIED


def test_wrong_codes_are_few(db):
    verification, code = ask()
    wrong = "000000" if code != "000000" else "111111"

    outcomes = [verification.try_code(wrong) for _try in range(MOST_ATTEMPTS)]

    assert outcomes == [Outcome.WRONG] * MOST_ATTEMPTS
    assert verification.try_code(code) is Outcome.SPENT


def test_code_expires(db):
    verification, code = ask()
    verification.expires_at = now()

    assert verification.try_code(code) is Outcome.EXPIRED


def test_code_of_another_proof_is_wrong(db):
    _first, code = ask()
    other, own = ask("bob@valencia.example")

    assert own == code or other.try_code(code) is Outcome.WRONG


def test_second_code_waits_a_minute(db):
    ask()
    with pytest.raises(TooManyCodes) as problem:
        ask("ANA@valencia.example")
    assert problem.value.is_soon

    rewind(seconds=61)
    ask()


def test_codes_to_one_address_are_few_in_an_hour(db):
    for _number in range(5):
        ask()
        rewind(minutes=2)
    with pytest.raises(TooManyCodes) as problem:
        ask()
    assert not problem.value.is_soon

    rewind(hours=1)
    ask()


def test_codes_from_one_line_are_bounded(db):
    for number in range(30):
        ask(f"user{number}@valencia.example")

    with pytest.raises(TooManyCodes):
        ask("another@valencia.example")
    ask("another@valencia.example", client_ip="192.0.2.2")


def test_old_proofs_are_forgotten(db):
    ask()
    rewind(days=2)
    ask("bob@valencia.example")

    assert EmailVerification.objects.count() == 1


def test_letter_with_the_code_holds_nothing_of_the_asker(session, letters):
    sent = letters(applications.send_code, session, ANA.email, language="es", client_ip="192.0.2.1")

    letter = sent[ANA.email]
    assert len("".join(filter(str.isdigit, letter.subject))) == 6
    assert ANA.name not in letter.body


# --- Asking ---------------------------------------------------------------------------------------


def test_request_is_kept_and_both_sides_are_written_to(session, letters):
    session.series.contact = "learning@example.org"
    session.series.save()
    place = make_place("Valencia", "ES")

    sent = letters(applications.apply, session, ANA, ProposedCity.of(place))

    request = OpenCallApplication.objects.get()
    assert (request.city_name, request.country.code, request.place) == ("Valencia", "ES", place)
    assert (request.state, request.folded) == ("waiting", "valencia")
    assert set(sent) == {ANA.email, "learning@example.org"}
    assert f"/opencallapplication/{request.pk}/" in sent["learning@example.org"].body


def test_same_city_is_asked_for_once(session):
    applications.apply(session, ANA, ProposedCity.of(make_city(name_en="Valencia", country="ES")))

    with pytest.raises(DuplicateApplication), transaction.atomic():
        applications.apply(session, ANA, ProposedCity("VALÈNCIA", "city", "ES"))
    applications.apply(session, ANA, ProposedCity("Valencia", "city", "VE"))
    applications.apply(make_session(open_call=True), ANA, ProposedCity("Valencia", "city", "ES"))
    assert OpenCallApplication.objects.count() == 3


def test_one_may_ask_again_after_a_refusal(session, organiser):
    request = make_call(session=session, email=ANA.email)
    applications.refuse(request, "Too early.", by=organiser)

    applications.apply(session, ANA, ProposedCity("Valencia", "city", "ES"))

    assert OpenCallApplication.objects.count() == 2


# --- Deciding -------------------------------------------------------------------------------------


def test_confirming_makes_city_officer_contribution_and_link(session, organiser, letters):
    place = make_place("Valencia", "ES", 800_000)
    request = make_call(session=session, place=place)

    sent = letters(applications.confirm, request, None, by=organiser)

    city = City.objects.get()
    officer = Officer.objects.get()
    contribution = Contribution.objects.get()
    invitation = Invitation.objects.get()
    assert (city.geoname_id, city.population) == (place.geoname_id, 800_000)
    assert (officer.city, officer.user.email, officer.position) == (
        city,
        request.email,
        "Head of housing",
    )
    assert (officer.user.language, officer.user.has_usable_password()) == ("es", False)
    assert (contribution.city, contribution.session, contribution.state) == (
        city,
        session,
        "invited",
    )
    assert (invitation.officer, invitation.contribution) == (officer, contribution)
    request.refresh_from_db()
    assert (request.state, request.city, request.contribution) == ("confirmed", city, contribution)
    assert request.decided_by == organiser
    assert str(invitation.key) in sent[request.email].body


def test_confirming_for_a_city_of_ours_makes_no_other(session, organiser):
    contribution = make_contribution(session=session, state="draft")
    user = make_user(email="ana@valencia.example", name="Ana María Ruiz")
    request = make_call(session=session)

    invitation = applications.confirm(request, contribution.city, by=organiser)

    assert City.objects.count() == Contribution.objects.count() == 1
    assert invitation.contribution == contribution
    assert invitation.officer.user == user
    user.refresh_from_db()
    assert user.name == "Ana María Ruiz"


def test_officer_who_writes_for_the_city_already_keeps_the_office(session, organiser):
    officer = make_officer(user=make_user(email="ana@valencia.example"))

    applications.confirm(make_call(session=session), officer.city, by=organiser)

    assert Officer.objects.get() == officer
    assert User.objects.count() == 2


def test_city_by_hand_is_made_as_it_was_named(session, organiser):
    request = make_call(session=session, city_name="Región Sur", kind="region", country="CL")

    applications.confirm(request, None, by=organiser)

    city = City.objects.get()
    assert (str(city), city.kind, city.country.code, city.slug) == (
        "Región Sur",
        "region",
        "CL",
        "region-sur",
    )


@pytest.mark.parametrize("first", ["confirm", "refuse"])
@pytest.mark.parametrize("second", ["confirm", "refuse"])
def test_what_is_decided_is_decided(session, organiser, first, second):
    request = make_call(session=session)
    verbs = {
        "confirm": lambda: applications.confirm(request, None, by=organiser),
        "refuse": lambda: applications.refuse(request, "Why not.", by=organiser),
    }
    verbs[first]()

    with pytest.raises(WrongState), transaction.atomic():
        verbs[second]()

    request.refresh_from_db()
    assert request.state == {"confirm": "confirmed", "refuse": "refused"}[first]


def test_confirming_is_refused_when_nothing_is_taken_any_more(session, organiser):
    request = make_call(session=session)
    session.contributions_due_at = now() - timedelta(days=1)
    session.save()

    with pytest.raises(NotConfirmable, match="takes no contributions"):
        applications.confirm(request, None, by=organiser)

    assert not City.objects.exists()


def test_confirming_is_refused_when_the_account_is_switched_off(session, organiser):
    request = make_call(session=session)
    make_user(email=request.email, is_active=False)

    with pytest.raises(NotConfirmable, match="switched off"):
        applications.confirm(request, None, by=organiser)

    assert not City.objects.exists()


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_confirming_is_refused_when_the_contribution_has_ended(session, organiser, state):
    contribution = make_contribution(session=session, state=state)
    request = make_call(session=session)

    with pytest.raises(WrongState):
        applications.confirm(request, contribution.city, by=organiser)

    request.refresh_from_db()
    assert request.state == "waiting"
    assert not Officer.objects.exists()


def test_refusal_is_a_letter_with_the_reason(session, organiser, letters):
    request = make_call(session=session, language="en")

    sent = letters(applications.refuse, request, "The table is full.", by=organiser)

    assert "The table is full." in sent[request.email].body
    assert "Dear Ana Ruiz," in sent[request.email].body


def test_names_cannot_write_into_the_head_of_a_letter(session, letters):
    named = ProposedCity("Valencia\r\nBcc: x@evil.example", "city", "ES")

    sent = letters(applications.apply, session, ANA, named)

    assert "\n" not in sent[ANA.email].subject
    assert sent[ANA.email].to == [ANA.email]
    assert sent[ANA.email].bcc == []


def test_cities_that_a_request_may_mean_are_suggested(session):
    ours = make_city(name_en="València", country="ES")

    assert [
        likeness.city for likeness in applications.suggest_cities(make_call(session=session))
    ] == [ours]
    chosen = make_call(session=session, city_name="Other", city=ours)
    assert [likeness.city for likeness in applications.suggest_cities(chosen)] == [ours]


def test_session_calls_openly_as_its_queryset_says(db):
    later, before = now() + timedelta(days=1), now() - timedelta(days=1)
    sessions = [
        make_session(open_call=open_call, announced_at=announced, contributions_due_at=due)
        for open_call in (True, False)
        for announced in (before, later, None)
        for due in (None, later, before)
    ]

    calling = set(type(sessions[0]).objects.calling_openly())

    assert calling == {session for session in sessions if session.calls_openly}
    assert len(calling) == 2
