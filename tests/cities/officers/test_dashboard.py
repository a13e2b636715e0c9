"""The officers' home: what is theirs, who writes with them, and handing over."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now

from cities.invitations import magic_links
from cities.models import Contribution, Officer
from cities.officers import memberships
from llex.core.models import User
from tests.factories import (
    make_city,
    make_contribution,
    make_edition,
    make_invitation,
    make_officer,
    make_participant,
    make_series,
    make_session,
    make_user,
)

HOME = "/en/contribute/"


@pytest.fixture
def officer(db):
    return make_officer(user=make_user(name="Awa Diouf", language="fr"))


@pytest.fixture
def as_officer(client, officer):
    client.force_login(officer.user)
    return client


def colleague_fields(**overrides):
    return {"email": "new@example.org", "name": "Nadia", "language": "ar"} | overrides


def letters(call):
    before = len(mail.outbox)
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = call()
    return answer, mail.outbox[before:]


def test_anonymous_visitor_without_a_link_is_asked_to_sign_in(client, db):
    answer = client.get(HOME)

    assert answer.url.startswith(reverse("account_login"))


def test_home_shows_all_contributions_of_own_cities_and_none_of_others(as_officer, officer):
    mine = [
        make_contribution(city=officer.city, state=state) for state in Contribution.State.values
    ]
    make_contribution()

    (dashboard,) = as_officer.get(HOME).context["dashboards"]

    assert {entry.contribution for entry in dashboard.entries} == set(mine)


def test_home_says_when_nobody_named_the_person(client, db):
    client.force_login(make_user(email="who@example.org"))

    assert "who@example.org" in client.get(HOME).content.decode()


def test_former_officer_sees_nothing(as_officer, officer):
    make_contribution(city=officer.city)
    officer.until = now() - timedelta(minutes=1)
    officer.save()

    assert as_officer.get(HOME).context["dashboards"] == []


def test_link_shows_its_contribution_and_how_to_sign_in(client, db):
    invitation = make_invitation()
    client.post(
        magic_links.build_url(invitation, "en").removeprefix("http://testserver"),
        {"action": "enter"},
    )

    answer = client.get(HOME)

    (entry,) = answer.context["linked"]
    assert entry.contribution == invitation.contribution
    assert answer.context["dashboards"] == []
    page = answer.content.decode()
    assert reverse("account_request_login_code") in page
    assert invitation.officer.user.email not in page


def test_addresses_of_colleagues_are_seen_within_the_city_only(as_officer, officer):
    near, far = make_officer(city=officer.city), make_officer()

    page = as_officer.get(HOME).content.decode()

    assert near.user.email in page
    assert far.user.email not in page


def test_published_note_is_linked_from_what_is_in_it(as_officer, officer):
    accepted = make_contribution(city=officer.city)
    make_edition(session=accepted.session)
    draft = make_contribution(city=officer.city, state="draft")
    make_edition(session=draft.session)

    page = as_officer.get(HOME).content.decode()

    assert reverse("sessions_app:briefing", args=[accepted.session.slug]) in page
    assert reverse("sessions_app:briefing", args=[draft.session.slug]) not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_home_takes_as_many_queries_for_three_as_for_one(
    as_officer, officer, django_assert_max_num_queries, rows
):
    for _row in range(rows):
        city = make_officer(user=officer.user).city
        session = make_session()
        person = make_participant(session=session).person
        contribution = make_contribution(city=city, session=session, representative=person)
        contribution.approve_wording()
        make_edition(session=session)
        make_officer(city=city)
    make_session(starts_at=now() + timedelta(days=3))

    with django_assert_max_num_queries(18):
        as_officer.get(HOME)


def test_city_begins_where_it_was_not_invited(as_officer, officer):
    session = make_session(starts_at=now() + timedelta(days=3))
    (dashboard,) = as_officer.get(HOME).context["dashboards"]
    assert dashboard.open_sessions == [session]
    address = reverse("cities:contribution_begin", args=[officer.city.slug, session.slug])

    assert as_officer.get(address).status_code == 405
    answer = as_officer.post(address)

    contribution = Contribution.objects.get()
    assert (contribution.city, contribution.state) == (officer.city, "draft")
    assert answer.url == reverse("cities:contribution_edit", args=[contribution.pk])
    (dashboard,) = as_officer.get(HOME).context["dashboards"]
    assert dashboard.open_sessions == []


def test_beginning_is_refused_for_other_cities_and_closed_sessions(as_officer, officer, client):
    opened = make_session(starts_at=now() + timedelta(days=3))
    over = make_session(contributions_due_at=now() - timedelta(days=1))
    name = "cities:contribution_begin"

    assert as_officer.post(reverse(name, args=[make_city().slug, opened.slug])).status_code == 404
    assert as_officer.post(reverse(name, args=[officer.city.slug, over.slug])).status_code == 404
    client.logout()
    assert client.post(reverse(name, args=[officer.city.slug, opened.slug])).status_code == 302
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"contributions_due_at": timedelta(days=1)},
        {
            "contributions_due_at": timedelta(days=-1),
            "contributions_close_at": timedelta(days=1),
        },
    ],
)
def test_session_that_has_begun_is_offered_while_it_takes_contributions(
    as_officer, officer, values
):
    moments = {name: now() + distance for name, distance in values.items()}
    session = make_session(starts_at=now() - timedelta(hours=1), **moments)

    (dashboard,) = as_officer.get(HOME).context["dashboards"]
    assert dashboard.open_sessions == [session]
    address = reverse("cities:contribution_begin", args=[officer.city.slug, session.slug])
    assert as_officer.post(address).status_code == 302


def test_session_of_long_ago_without_a_due_date_is_not_offered(as_officer, officer):
    session = make_session(starts_at=now() - timedelta(days=60))

    (dashboard,) = as_officer.get(HOME).context["dashboards"]

    assert dashboard.open_sessions == []
    address = reverse("cities:contribution_begin", args=[officer.city.slug, session.slug])
    assert as_officer.post(address).status_code == 404
    assert not Contribution.objects.exists()


def test_colleague_is_added_and_written_to_in_their_language(as_officer, officer):
    address = reverse("cities:colleague_add", args=[officer.city.slug])

    _answer, (letter,) = letters(lambda: as_officer.post(address, colleague_fields()))

    added = Officer.objects.exclude(pk=officer.pk).get()
    assert (added.city, added.user.email, added.user.name) == (
        officer.city,
        "new@example.org",
        "Nadia",
    )
    assert not added.user.has_usable_password()
    assert not added.user.is_staff
    assert letter.to == ["new@example.org"]
    assert "/ar/contribute/" in letter.body


def test_known_person_keeps_name_and_rights(as_officer, officer):
    known = make_user(email="New@example.org".lower(), name="Nobody else", is_staff=True)

    letters(
        lambda: as_officer.post(
            reverse("cities:colleague_add", args=[officer.city.slug]), colleague_fields(name="X")
        )
    )

    known.refresh_from_db()
    assert (known.name, known.offices.get().city) == ("Nobody else", officer.city)


@pytest.mark.parametrize(
    "wrong", [{"email": "nowhere"}, {"email": ""}, {"name": ""}, {"language": "xx"}]
)
def test_colleague_is_refused_and_nothing_typed_is_lost(as_officer, officer, wrong):
    address = reverse("cities:colleague_add", args=[officer.city.slug])

    answer, sent = letters(
        lambda: as_officer.post(address, colleague_fields(position="Adviser") | wrong)
    )

    assert answer.status_code == 200
    assert 'value="Adviser"' in answer.content.decode()
    assert (Officer.objects.count(), sent) == (1, [])


def test_own_address_closed_accounts_and_too_many_are_refused(as_officer, officer, monkeypatch):
    address = reverse("cities:colleague_add", args=[officer.city.slug])
    make_user(email="closed@example.org", is_active=False)

    for email in (officer.user.email, "closed@example.org"):
        assert as_officer.post(address, colleague_fields(email=email)).status_code == 200
    monkeypatch.setattr(memberships, "MOST", 1)
    assert as_officer.post(address, colleague_fields()).status_code == 200

    assert Officer.objects.count() == 1


def test_colleague_who_is_there_is_not_added_again_but_may_succeed(as_officer, officer):
    email = make_officer(city=officer.city).user.email
    add = reverse("cities:colleague_add", args=[officer.city.slug])
    hand_over = reverse("cities:hand_over", args=[officer.city.slug])

    answer = as_officer.post(add, colleague_fields(email=email))
    assert "may write for the city already" in answer.content.decode()
    day = localdate().isoformat()
    assert (
        as_officer.post(hand_over, colleague_fields(email=email, last_day=day)).status_code == 302
    )

    assert Officer.objects.count() == 2


def test_names_add_no_line_to_letters(as_officer, officer):
    address = reverse("cities:colleague_add", args=[officer.city.slug])

    _answer, (letter,) = letters(
        lambda: as_officer.post(address, colleague_fields(name="A\r\nBcc: b@example.org"))
    )

    assert User.objects.get(email="new@example.org").name == "A Bcc: b@example.org"
    assert letter.recipients() == ["new@example.org"]


def test_office_of_a_colleague_is_ended_after_asking(as_officer, officer):
    colleague = make_officer(city=officer.city)
    address = reverse("cities:colleague_end", args=[colleague.pk])

    as_officer.get(address)
    assert Officer.objects.writing().count() == 2
    _answer, (letter,) = letters(lambda: as_officer.post(address))

    assert set(Officer.objects.writing()) == {officer}
    assert letter.to == [colleague.user.email]


def test_offices_elsewhere_and_ones_own_are_not_ended_here(as_officer, officer):
    for other in (make_officer(), officer):
        assert as_officer.post(reverse("cities:colleague_end", args=[other.pk])).status_code == 404
    assert Officer.objects.writing().count() == 2


def test_handing_over_appoints_and_ends_together(as_officer, officer):
    address = reverse("cities:hand_over", args=[officer.city.slug])
    last_day = localdate() + timedelta(days=5)

    _answer, sent = letters(
        lambda: as_officer.post(address, colleague_fields(last_day=last_day.isoformat()))
    )

    officer.refresh_from_db()
    successor = Officer.objects.exclude(pk=officer.pk).get()
    assert successor.until is None
    assert officer.is_writing
    assert officer.until.date() == last_day + timedelta(days=1)
    assert officer.last_day == last_day
    assert {letter.to[0] for letter in sent} == {"new@example.org", officer.user.email}
    home = as_officer.get(reverse("cities:officer_home")).content.decode()
    assert f"Your last day to write for this city is {date_format(last_day)} (UTC)." in home
    assert f"until {date_format(last_day)}" in home


def test_letters_about_an_office_are_answered_to_the_organisers(as_officer, officer):
    make_session(series=make_series(contact="others@example.org"), starts_at=now())
    asked = make_session(
        series=make_series(contact="learning@example.org"), starts_at=now() - timedelta(days=9)
    )
    make_contribution(session=asked, city=officer.city)
    fields = colleague_fields(last_day=localdate().isoformat())
    address = reverse("cities:hand_over", args=[officer.city.slug])

    _answer, sent = letters(lambda: as_officer.post(address, fields))

    assert [letter.reply_to for letter in sent] == [["learning@example.org"]] * 2


def test_what_was_withdrawn_can_still_be_read(as_officer, officer):
    contribution = make_contribution(state="withdrawn", city=officer.city)

    home = as_officer.get(reverse("cities:officer_home")).content.decode()

    assert reverse("cities:contribution_edit", args=[contribution.pk]) in home


def test_handing_over_today_ends_at_midnight(as_officer, officer):
    address = reverse("cities:hand_over", args=[officer.city.slug])

    letters(lambda: as_officer.post(address, colleague_fields(last_day=localdate().isoformat())))

    officer.refresh_from_db()
    assert now() < officer.until <= now() + timedelta(days=1)


@pytest.mark.parametrize("days", [-1, 400])
def test_handing_over_is_refused_for_a_day_that_makes_no_sense(as_officer, officer, days):
    day = (localdate() + timedelta(days=days)).isoformat()

    answer = as_officer.post(
        reverse("cities:hand_over", args=[officer.city.slug]), colleague_fields(last_day=day)
    )

    assert answer.status_code == 200
    officer.refresh_from_db()
    assert officer.until is None
    assert Officer.objects.count() == 1


@pytest.mark.parametrize("page", ["colleague_add", "hand_over"])
def test_pages_of_other_cities_are_not_there_and_anonymous_visitors_sign_in(
    as_officer, client, page
):
    address = reverse(f"cities:{page}", args=[make_city().slug])

    assert as_officer.get(address).status_code == 404
    assert as_officer.post(address, colleague_fields()).status_code == 404
    client.logout()
    assert client.post(address, colleague_fields()).url.startswith(reverse("account_login"))
    assert Officer.objects.count() == 1


def test_appointing_again_lets_an_ending_office_go_on(officer):
    officer.until = now() + timedelta(days=3)
    officer.save()

    again = memberships.appoint(officer.city, officer.user.email.upper())

    assert (again, again.until) == (officer, None)
