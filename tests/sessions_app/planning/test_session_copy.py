"""The next session is made from the last: what repeats, and what does not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from cities.models import Contribution
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import LearningSession
from sessions_app.planning import session_copy
from sessions_app.planning.session_copy import copy_session, fill_session, last_with_cities
from tests.factories import (
    make_choice,
    make_contribution,
    make_full_session,
    make_participant,
    make_session,
    make_user,
)

MADRID = ZoneInfo("Europe/Madrid")
INTRODUCTION = [f"introduction_{code}" for code in ("en", "fr", "es", "ar")]


def test_copy_has_what_repeats_and_nothing_of_the_note(db):
    session = make_full_session(
        rows=2, number=3, guiding_questions_fr="Que faites-vous ?", attendance=80, open_call=True,
        join_link="https://meet.example.org/1", recording="https://video.example.org/1",
    )  # fmt: skip
    gone = make_contribution(session=session, order=7)
    gone.withdraw()

    made = copy_session(session)

    assert (made.series, made.number, made.languages) == (session.series, 4, session.languages)
    assert (made.title_ar, made.guiding_questions_fr) == (session.title_ar, "Que faites-vous ?")
    assert made.open_call
    assert (made.announced_at, made.attendance) == (None, None)
    assert (made.introduction_en or "", made.join_link, made.recording) == ("", "", "")
    assert made.slug != session.slug
    assert not made.themes.exists()
    assert not made.participants.exists()
    cities = session.contributions.exclude(pk=gone.pk).order_by("order")
    assert [row.city for row in made.contributions.order_by("order")] == [c.city for c in cities]
    assert set(made.contributions.values_list("state", flat=True)) == {Contribution.State.INVITED}
    assert mail.outbox == []


def test_consultations_are_drafts_with_their_services_and_no_ballots(db):
    session = make_session()
    held = make_choice(session=session, state="closed", max_choices=2)

    [copy] = copy_session(session).consultations.all()

    assert (copy.state, copy.kind, copy.max_choices) == ("draft", "choice", 2)
    assert copy.code != held.code
    assert copy.results is None
    assert [one.service for one in copy.items.all()] == [one.service for one in held.items.all()]
    assert not copy.ballots.exists()


def test_session_without_a_number_is_copied_without_one(db):
    assert copy_session(make_session(number=None)).number is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (datetime(2027, 3, 3, tzinfo=UTC), datetime(2027, 3, 11, 15, tzinfo=MADRID)),
        (datetime(2027, 3, 4, 20, tzinfo=UTC), datetime(2027, 3, 11, 15, tzinfo=MADRID)),
        # Summer time begins on 28 March: the local hour stays.
        (datetime(2027, 3, 26, tzinfo=UTC), datetime(2027, 4, 1, 15, tzinfo=MADRID)),
    ],
)
def test_date_is_the_next_week_in_the_future_at_the_same_local_hour(
    db, monkeypatch, today, expected
):
    starts = datetime(2027, 3, 4, 15, tzinfo=MADRID)
    session = make_session(
        starts_at=starts, time_zone="Europe/Madrid", contributions_due_at=starts - timedelta(days=2)
    )
    monkeypatch.setattr(session_copy, "now", lambda: today)

    made = copy_session(session)

    assert made.starts_at == expected
    assert made.contributions_due_at == expected - timedelta(days=2)


def test_hour_that_the_clocks_skip_that_day_is_moved(db, monkeypatch):
    starts = datetime(2027, 3, 21, 2, 30, tzinfo=MADRID)
    session = make_session(starts_at=starts, time_zone="Europe/Madrid")
    monkeypatch.setattr(session_copy, "now", lambda: starts)

    made = copy_session(session)

    assert made.starts_at.astimezone(MADRID).hour == 3


def test_partners_are_copied_without_their_agreement_and_other_people_are_not(db):
    session = make_session()
    partner = make_participant(
        session=session, role="partner", position_fr="Directrice", consents_to_listing=True
    )
    make_participant(session=session, role="speaker")

    [copied] = copy_session(session).participants.all()

    assert (copied.person, copied.role, copied.position_fr) == (
        partner.person, "partner", "Directrice",
    )  # fmt: skip
    assert not copied.consents_to_listing


def test_empty_session_takes_over_what_repeats_from_the_last_of_its_series(db):
    last = make_full_session(rows=2, guiding_questions_en="What do you do?")
    held = make_choice(session=last, state="closed")
    new = make_session(series=last.series, starts_at=now() + timedelta(days=7))

    assert last_with_cities(new) == last
    assert fill_session(new, last)

    new.refresh_from_db()
    assert new.guiding_questions_en == "What do you do?"
    before = last.contributions.order_by("order").values_list("city", flat=True)
    assert list(new.contributions.order_by("order").values_list("city", "state")) == [
        (city, "invited") for city in before
    ]
    assert new.consultations.filter(kind=held.kind, state="draft").exists()
    assert not new.consultations.exclude(state="draft").exists()


def test_guiding_questions_that_are_there_stay(db):
    last = make_full_session(rows=1, guiding_questions_en="What do you do?")
    new = make_session(series=last.series, guiding_questions_fr="Et le logement ?")

    fill_session(new, last)

    new.refresh_from_db()
    assert (new.guiding_questions_fr, new.guiding_questions_en or "") == ("Et le logement ?", "")


def test_session_that_is_no_longer_empty_is_left_alone(db):
    last = make_full_session(rows=2)
    new = make_session(series=last.series)
    make_contribution(session=new, state="invited")

    assert not fill_session(new, last)
    assert new.contributions.count() == 1


def test_other_series_and_sessions_without_cities_are_not_taken_over(db):
    make_full_session(rows=1)
    new = make_session()
    make_session(series=new.series)

    assert last_with_cities(new) is None


def test_organiser_copies_a_session_and_lands_on_its_details(client, db):
    session = make_session(number=1)
    client.force_login(make_user(group=ORGANISERS))

    answer = client.post(reverse("admin:sessions_app_learningsession_copy", args=[session.pk]))

    made = LearningSession.objects.exclude(pk=session.pk).get()
    assert answer.url == reverse("admin:sessions_app_learningsession_change", args=[made.pk])
    assert made.starts_at > now()
    assert client.get(answer.url).status_code == 200


def test_rapporteur_does_not_copy(client, db):
    session = make_session()
    client.force_login(make_user(group=RAPPORTEURS))

    answer = client.post(reverse("admin:sessions_app_learningsession_copy", args=[session.pk]))

    assert answer.status_code == 403
    assert LearningSession.objects.count() == 1


def fill(client, session):
    return client.post(reverse("admin:sessions_app_learningsession_fill", args=[session.pk]))


def test_organiser_fills_an_empty_session_from_its_page(client, db):
    last = make_full_session(rows=2)
    new = make_session(
        series=last.series, starts_at=now() + timedelta(days=7), **dict.fromkeys(INTRODUCTION, "")
    )
    client.force_login(make_user(group=ORGANISERS))
    address = reverse("admin:sessions_app_learningsession_cockpit", args=[new.pk])

    before = client.get(address).content.decode()
    answer = fill(client, new)

    assert "Four ways to begin" in before
    assert "Take them over" in before
    assert answer.url == address
    assert new.contributions.count() == 2
    assert "Four ways to begin" not in client.get(address).content.decode()
    assert mail.outbox == []


def test_second_press_and_a_first_session_change_nothing(client, db):
    last = make_full_session(rows=2)
    new = make_session(series=last.series)
    first = make_session()
    client.force_login(make_user(group=ORGANISERS))

    for session in (new, new, first):
        fill(client, session)

    assert (new.contributions.count(), first.contributions.count()) == (2, 0)


def test_rapporteur_does_not_fill(client, db):
    last = make_full_session(rows=1)
    new = make_session(series=last.series)
    client.force_login(make_user(group=RAPPORTEURS))

    assert fill(client, new).status_code == 403
    assert not new.contributions.exists()
