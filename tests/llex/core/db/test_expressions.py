"""Counts beside the rows of a list."""

from cities.models import Contribution
from llex.core.db.expressions import number_of
from sessions_app.models import LearningSession, Participant
from tests.factories import make_contribution, make_participant, make_session


def test_counts_of_two_kinds_neither_multiply_nor_hide_the_rows_without(db):
    many, none = make_session(), make_session()
    for _number in range(3):
        make_participant(session=many)
    for _number in range(2):
        make_contribution(session=many)

    rows = LearningSession.objects.annotate(
        people=number_of(Participant.objects.all(), "session"),
        cities=number_of(Contribution.objects.all(), "session"),
    )

    assert {row.pk: (row.people, row.cities) for row in rows} == {many.pk: (3, 2), none.pk: (0, 0)}
    assert " JOIN " not in str(rows.query)
