"""Moves between states, of a row that somebody deletes meanwhile."""

import pytest

from llex.core import states
from priorities.models import Consultation
from tests.factories import make_consultation


@pytest.mark.parametrize("to", ["open", None])
def test_move_of_a_row_that_is_gone_is_a_wrong_state(db, to):
    consultation = make_consultation()
    Consultation.objects.filter(pk=consultation.pk).delete()

    with pytest.raises(states.WrongState) as problem:
        states.move(consultation, verb="open", allowed=["draft"], to=to)

    assert problem.value.is_gone
    assert "has been deleted meanwhile" in str(problem.value)
    assert not Consultation.objects.exists()
