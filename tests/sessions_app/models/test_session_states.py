"""Announcing, cancelling and holding a session after all: each in its state only."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from llex.core.states import WrongState
from sessions_app.models import LearningSession
from tests.factories import make_edition, make_session


def coming(**values):
    return make_session(starts_at=now() + timedelta(days=9), open_call=True, **values)


def test_cancelled_session_takes_neither_registrations_nor_contributions(db):
    session = coming(languages=["fr", "en"])

    session.cancel("  Faute d’intervenants. ")

    session.refresh_from_db()
    assert session.cancellation_reason_fr == "Faute d’intervenants."
    assert (session.takes_registrations, session.takes_contributions, session.calls_openly) == (
        False,
        False,
        False,
    )
    for query in ("taking_registrations", "taking_contributions", "calling_openly"):
        assert not getattr(LearningSession.objects, query)().exists()


def test_session_held_after_all_is_as_before(db):
    session = coming()
    session.cancel("Storm")

    session.reinstate()

    session.refresh_from_db()
    assert (session.is_cancelled, session.cancellation_reason_en) == (False, "")
    assert session.takes_registrations
    assert list(LearningSession.objects.calling_openly()) == [session]


def test_what_others_changed_meanwhile_stays(db):
    session = coming()
    LearningSession.objects.filter(pk=session.pk).update(capacity=7)

    session.cancel("Storm")

    session.refresh_from_db()
    assert session.capacity == 7


def cancelled():
    session = coming()
    session.cancel()
    return session


def published():
    session = coming()
    make_edition(session=session)
    return session


@pytest.mark.parametrize(
    ("make", "verb", "state"),
    [
        (cancelled, "cancel", "cancelled"),
        (published, "cancel", "its note is published"),
        (coming, "reinstate", "announced"),
        (cancelled, "announce", "cancelled"),
    ],
    ids=["cancelled-twice", "cancelled-after-its-note", "held-as-planned", "announced-cancelled"],
)
def test_verb_is_refused_in_another_state(db, make, verb, state):
    session = make()
    before = LearningSession.objects.values().get()

    with pytest.raises(WrongState, match=f"is now “{state}”"):
        getattr(session, verb)()

    assert LearningSession.objects.values().get() == before


def test_verb_is_refused_for_a_session_that_was_deleted(db):
    session = coming()
    LearningSession.objects.filter(pk=session.pk).delete()

    with pytest.raises(WrongState, match="has been deleted"):
        session.cancel()
