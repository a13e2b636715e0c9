"""Makers of registrations."""

from datetime import timedelta
from itertools import count

from django.utils.timezone import now

from sessions_app.models import Registration, RegistrationRequest
from sessions_app.registration import confirming
from tests.factories import make_session

_numbers = count(1)
JOIN_LINK = "https://meet.example.org/j/secret-room"


def make_open_session(**overrides):
    """A session to come for which people can register."""
    values = {"starts_at": now() + timedelta(days=9), "join_link": JOIN_LINK}
    return make_session(**values | overrides)


def answers(**overrides):
    """Answers of a person, by field."""
    return Registration(**{"name": "Ana Pérez"} | overrides).answers()


def make_request(session=None, *, email="", **overrides):
    """A registration whose link has been mailed and not been followed."""
    number = next(_numbers)
    values = {"name": f"Person {number}"} | overrides
    session = session or make_open_session()
    place = values.pop("place", None)
    return confirming.ask(
        session, email or f"person{number}@example.org", {**answers(**values), "place": place}
    )


def make_registration(session=None, **overrides):
    """A confirmed registration."""
    request = make_request(session, **overrides)
    return confirming.confirm(RegistrationRequest.objects.get(pk=request.pk))
