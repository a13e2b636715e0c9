"""Cities, their officers, and what they contribute to a session."""

from cities.models.answers import Challenge, PolicyResponse
from cities.models.cities import City, Officer
from cities.models.contributions import Contribution
from cities.models.invitations import Invitation
from cities.models.places import Place, PlaceSpelling
from cities.models.published import (
    Projection,
    PublishedCity,
    PublishedContribution,
    PublishedName,
    PublishedService,
)
from cities.models.review import ReviewNote, Submission

__all__ = [
    "Challenge",
    "City",
    "Contribution",
    "Invitation",
    "Officer",
    "Place",
    "PlaceSpelling",
    "PolicyResponse",
    "Projection",
    "PublishedCity",
    "PublishedContribution",
    "PublishedName",
    "PublishedService",
    "ReviewNote",
    "Submission",
]
