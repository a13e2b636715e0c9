"""An officer of the contribution that a test has."""

import pytest

from tests.factories import make_invitation
from tests.factories_cities import grant


@pytest.fixture
def officer(client, contribution):
    """An officer with an invitation, let in by its link."""
    invitation = make_invitation(contribution=contribution)
    grant(client, invitation)
    return invitation.officer
