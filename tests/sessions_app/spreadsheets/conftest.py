"""A full session, and an organiser who brings spreadsheets into it."""

import pytest

from tests import factories


@pytest.fixture
def organiser(db):
    return factories.make_user("Organisers")


@pytest.fixture
def session(db):
    return factories.make_full_session()


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client
