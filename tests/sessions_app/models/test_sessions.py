from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from sessions_app.models import LearningSession
from tests.factories import make_series, make_session


def sessions_at_all_times():
    for days in (-31, -2, 2):
        for announced in (None, now() - timedelta(days=5), now() + timedelta(days=1)):
            for ends in (None, now() - timedelta(days=1), now() + timedelta(days=1)):
                make_session(
                    starts_at=now() + timedelta(days=days),
                    announced_at=announced,
                    registration_closes_at=ends,
                    contributions_due_at=ends,
                )


@pytest.mark.parametrize(
    ("query", "twin", "expected"),
    [
        ("announced", "is_announced", 9),
        ("taking_registrations", "takes_registrations", 4),
        # Three with a due date to come, and those without one that were held days ago at most.
        ("taking_contributions", "takes_contributions", 5),
    ],
)
def test_query_agrees_with_its_twin(db, query, twin, expected):
    sessions_at_all_times()

    found = set(getattr(LearningSession.objects, query)())

    assert found == {s for s in LearningSession.objects.all() if getattr(s, twin)}
    assert len(found) == expected


@pytest.mark.parametrize(("days", "expected"), [(29, True), (31, False)])
def test_session_without_a_due_date_takes_contributions_for_a_month(db, days, expected):
    session = make_session(starts_at=now() - timedelta(days=days))
    assert session.takes_contributions is expected

    session.contributions_due_at = now() + timedelta(days=1)
    session.save()

    assert session.takes_contributions
    assert list(LearningSession.objects.taking_contributions()) == [session]


def test_upcoming_and_past_part_the_sessions(db):
    later = make_session(starts_at=now() + timedelta(days=9))
    soon = make_session(starts_at=now() + timedelta(days=1))
    before = make_session(starts_at=now() - timedelta(days=1))

    assert list(LearningSession.objects.upcoming()) == [soon, later]
    assert list(LearningSession.objects.past()) == [before]


def test_announce_keeps_the_first_date(db):
    session = make_session(announced_at=None)
    session.announce()
    first = session.announced_at

    session.announce()

    assert session.is_announced
    assert LearningSession.objects.get().announced_at == first


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("languages", []),
        ("languages", ["fr", "fr"]),
        ("languages", ["fr", "xx"]),
        ("languages", "fr"),
        ("time_zone", "Mars/Olympus"),
        ("duration", 0),
        ("duration", 3000),
    ],
)
def test_session_is_refused_when_a_value_makes_no_sense(db, field, value):
    session = make_session()
    setattr(session, field, value)

    with pytest.raises(ValidationError) as refused:
        session.full_clean()

    assert field in refused.value.message_dict or "__all__" in refused.value.message_dict


def test_sessions_of_a_series_are_numbered_once(db):
    series = make_series()
    make_session(series=series, number=1)
    again = make_session(series=series, number=None)
    again.number = 1

    with pytest.raises(ValidationError, match="has this number"):
        again.full_clean()
