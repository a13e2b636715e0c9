"""The figures of sessions: what each counts, and that what is not recorded is not 0."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from llex.core.models import Mail
from llex.core.privacy.retention import rules_of
from sessions_app.models import DownloadCount, Registration, RegistrationSums
from sessions_app.statistics.session_figures import Quartiles, count_sessions, quartiles
from sessions_app.statistics.session_filter import SessionFilter
from tests.factories import make_city, make_contribution, make_series, make_session, make_user
from tests.factories_statistics import HELD, make_answer, make_held_session, make_people

pytestmark = pytest.mark.django_db


def counted(**chosen):
    return count_sessions(SessionFilter(**chosen))


def test_people_are_counted_by_session_and_together():
    first, second = make_held_session(1), make_held_session(2)
    bogota = make_city(country="CO")
    [ana, *_] = make_people(first, 2, city=bogota)
    make_people(first, 3, status="attended", role="speaker")
    make_people(first, 1, status="waiting")
    make_people(first, 1, status="cancelled")
    make_people(second, 1)
    second.participants.create(person=ana.person, status="attended")
    first.meeting_attendees.create(key="iphone", name="iPhone")

    found = counted()

    assert [row.session for row in found.rows] == [second, first]
    [later, earlier] = [row.people for row in found.rows]
    assert (earlier.registered, earlier.came, earlier.speakers) == (5, 4, 3)
    assert earlier.without_city == 3
    assert (later.registered, later.came) == (2, 1)
    totals = found.totals
    assert (totals.registered, totals.different_people, totals.came) == (7, 6, 5)


@pytest.mark.parametrize(
    ("correction", "status", "expected"),
    [(None, "registered", None), (None, "attended", 1), (80, "registered", 80)],
)
def test_attendance_that_is_not_recorded_is_not_0(correction, status, expected):
    session = make_held_session(attendance=correction)
    make_people(session, 1, status=status)

    found = counted()

    assert found.rows[0].people.came == expected
    assert found.totals.came == expected
    assert found.totals.recorded == (0 if expected is None else 1)


def test_session_of_which_nothing_is_recorded():
    make_held_session()

    row = counted().rows[0]

    assert (row.people.registered, row.people.came, row.city_count, row.regions) == (None,) * 4
    assert (row.downloads, row.answer_time, row.languages) == (None, None, Counter())


def test_cities_and_regions_are_those_of_contributions_and_people():
    session, other = make_held_session(1), make_held_session(2)
    bogota, lima, lyon = (make_city(country=code) for code in ("CO", "PE", "FR"))
    for city, state in ((bogota, "accepted"), (lyon, "declined")):
        make_contribution(session=session, city=city, state=state, responses=0, challenges=0)
    make_people(session, 2, city=bogota)
    make_people(session, 1, city=lima)
    make_people(other, 1, city=bogota)
    make_people(other, 1, city=make_city(country="", kind="association"))

    found = counted()

    [later, earlier] = found.rows
    assert (earlier.city_count, earlier.cities_in_note) == (2, 1)
    assert (earlier.countries, earlier.regions) == (2, 1)
    assert (later.city_count, later.regions) == (2, 1)
    assert found.totals.by_region == {"SA": 2, "": 1}
    assert found.totals.countries == 2


def test_only_people_and_cities_of_the_region_count():
    session = make_held_session(attendance=90)
    make_people(session, 2, city=make_city(country="CO"), status="attended")
    make_people(session, 3, city=make_city(country="FR"), status="attended")
    make_people(session, 4, status="attended")
    make_answer(session, city=make_city(country="FR"), hours=5)

    found = counted(region="SA")

    people = found.rows[0].people
    assert (people.registered, people.came) == (2, 2)
    assert found.totals.by_region == {"SA": 1}
    assert found.totals.invited == 0
    assert found.totals.genders is None
    assert found.rows[0].downloads is None


def test_sessions_are_chosen_by_series_and_by_the_day_where_they_are_held():
    series = make_series()
    late = make_session(series=series, starts_at=HELD.replace(hour=23), time_zone="Asia/Tokyo")
    early = make_held_session(1, series=series)
    make_held_session(1)

    def chosen(**values):
        return [row.session for row in counted(**values).rows]

    assert chosen(series=series) == [early, late]
    assert chosen(series=series, until=date(2020, 3, 25)) == []
    assert chosen(series=series, until=date(2020, 3, 26)) == [late]
    assert chosen(series=series, since=date(2020, 3, 26)) == [early, late]
    assert chosen(series=series, since=date(2020, 3, 27)) == [early]


def test_cancelled_sessions_and_those_to_come_are_left_out():
    make_session(starts_at=now() + timedelta(days=1))
    make_held_session(cancelled_at=now())

    assert counted().rows == []
    assert counted().totals.registered is None


def test_time_to_answer_is_from_the_first_invitation_to_the_first_sending():
    session = make_held_session()
    for hours in (1, 2, 3, 10, 100):
        make_answer(session, city=make_city(), hours=hours)
    make_answer(session, city=make_city())

    row = counted().rows[0]

    assert (row.answers.invited, len(row.answers.hours)) == (6, 5)
    assert row.answer_time == Quartiles(3, 2, 10)


def test_invitation_that_was_sent_again_counts_from_its_first_mail():
    session = make_held_session()
    contribution = make_answer(session, city=make_city(), hours=30)
    invitation = contribution.invitations.get()
    Mail.objects.create(
        kind="invitation",
        recipient="ana@example.org",
        session=session,
        about=invitation,
        sent_at=invitation.sent_at - timedelta(hours=20),
    )

    assert counted().rows[0].answers.hours == (50,)


def test_what_organisers_send_for_a_city_is_no_answer_of_it():
    session = make_held_session()
    contribution = make_answer(session, city=make_city(), hours=5)
    contribution.submissions.update(by=make_user(is_staff=True))

    assert counted().rows[0].answers.hours == ()


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([], None),
        ([4], Quartiles(4)),
        ([1, 2, 6], Quartiles(2)),
        ([1, 2, 3, 4], Quartiles(2.5, 1.75, 3.25)),
    ],
)
def test_few_answers_have_a_median_and_no_quartiles(hours, expected):
    assert quartiles(hours) == expected


def test_languages_and_genders_outlive_the_registrations():
    session = make_held_session()
    make_people(session, 6, role="speaker", registration={"gender": "woman", "language": "fr"})
    make_people(session, 2, role="speaker", registration={"gender": "man", "language": "es"})
    make_people(session, 5, role="chair", registration={"language": "es"})
    before = counted().totals

    [rule] = rules_of(("registrations",))
    rule.run()

    assert not Registration.objects.exists()
    assert RegistrationSums.objects.get().speaker_genders == {"woman": 6}
    after = counted().totals
    assert before.languages == after.languages == {"fr": 6, "es": 7}
    assert before.genders == after.genders == {"woman": 6, "": 7}


def test_genders_of_small_sessions_are_told_together():
    series = make_series()
    sessions = [make_held_session(number, series=series) for number in range(4)]
    for session in sessions:
        make_people(session, 2, role="speaker", registration={"gender": "woman"})
        make_people(session, 2, role="speaker", registration={"gender": "man"})

    def told(until):
        return counted(series=series, until=until.starts_at.date()).totals.genders

    assert told(sessions[1]) == {"": 8}
    assert told(sessions[2]) == {"woman": 6, "man": 6}
    # What one more session adds is not told.
    assert told(sessions[3]) == {"woman": 6, "man": 6, "": 4}
    assert counted(since=sessions[1].starts_at.date()).totals.genders == {"": 12}


def test_the_same_queries_for_three_and_for_200_sessions(
    django_assert_max_num_queries, django_assert_num_queries
):
    def fill(numbers):
        for number in numbers:
            session = make_held_session(number, series=series)
            make_people(session, 1, city=city, registration={"gender": "woman"}, role="speaker")

    series, city = make_series(), make_city()
    make_answer(make_held_session(series=series), city=city, hours=3)
    fill(range(2))
    with django_assert_max_num_queries(20) as few:
        counted()
    fill(range(2, 199))

    with django_assert_num_queries(len(few)):
        found = counted()

    assert found.totals.sessions == 200
    assert found.totals.genders == {"woman": 195, "": 4}
    assert not DownloadCount.objects.exists()
