"""Makers of sessions with the rows that figures are counted from."""

from datetime import UTC, datetime, timedelta

from sessions_app.models import Registration
from tests.factories import (
    make_contribution,
    make_invitation,
    make_participant,
    make_person,
    make_session,
)

HELD = datetime(2020, 3, 25, 14, tzinfo=UTC)


def make_people(session, count, *, city=None, status="registered", registration=None, **overrides):
    """Participants of a session, with registrations where answers are given."""
    made = []
    for _ in range(count):
        person = make_person(city=city)
        values = {"role": "participant", "status": status} | overrides
        participant = make_participant(session=session, person=person, **values)
        if registration is not None:
            Registration.objects.create(
                participant=participant, **{"name": person.name} | registration
            )
        made.append(participant)
    return made


def make_answer(session, *, city, hours=None, state="accepted"):
    """A city that was invited a week before the session, and answered after *hours*."""
    sent = session.starts_at - timedelta(days=7)
    if hours is None:
        contribution = make_contribution(
            session=session, city=city, state="invited", responses=0, challenges=0
        )
    else:
        contribution = make_contribution(
            session=session, city=city, state=state, responses=0, challenges=0
        )
        contribution.submissions.update(submitted_at=sent + timedelta(hours=hours))
    make_invitation(contribution=contribution, sent_at=sent)
    return contribution


def make_held_session(number=0, **overrides):
    """A session that was held, a week after that of the number before."""
    return make_session(starts_at=HELD + timedelta(weeks=number), **overrides)
