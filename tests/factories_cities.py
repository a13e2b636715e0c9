"""Makers for looking up, founding, calling and merging cities."""

from datetime import timedelta

from django.utils.timezone import now

from cities.models import OpenCallApplication, Place, PlaceSpelling
from llex.core.text.name_keys import normalize_key
from tests.factories import make_session

_FIRST = 900_000_000


def make_place(name, country, population=5_000, **overrides):
    """A place of the gazetteer with its keys."""
    values = {"geoname_id": _FIRST + Place.objects.count(), "latitude": 0, "longitude": 0}
    place = Place.objects.create(
        **values | {"name": name, "country": country, "population": population} | overrides
    )
    own = normalize_key(name)
    for key in {own, *map(normalize_key, place.spellings)}:
        PlaceSpelling.objects.create(place=place, key=key, is_name=key == own)
    return place


def make_call(**overrides):
    """A waiting request of a proved address to an open call."""
    values = {
        "email": "ana@valencia.example",
        "name": "Ana Ruiz",
        "position": "Head of housing",
        "language": "es",
        "city_name": "Valencia",
        "country": "ES",
    } | overrides
    if "session" not in values:
        values["session"] = make_session(open_call=True, starts_at=now() + timedelta(days=9))
    return OpenCallApplication.objects.create(**values)


def grant(client, invitation):
    """Let this client in as the page behind the personal link does."""
    session = client.session
    grants = session.get("invitations", {})
    session["invitations"] = grants | {str(invitation.contribution_id): str(invitation.key)}
    session.save()
