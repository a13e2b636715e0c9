"""Clients that are logged in."""

import pytest

from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_user


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


@pytest.fixture
def as_rapporteur(client, db):
    client.force_login(make_user(group=RAPPORTEURS))
    return client
