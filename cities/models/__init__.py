"""Cities, their officers, and what they contribute to a session."""

from cities.models.answers import Challenge, PolicyResponse
from cities.models.attachments import Attachment
from cities.models.cities import City, Officer
from cities.models.contributions import Contribution
from cities.models.follow_ups import FollowUp, ResponseUpdate
from cities.models.invitations import Invitation
from cities.models.open_call import AddressProof, CallRequest
from cities.models.places import Place, PlaceSpelling
from cities.models.projection import (
    Projection,
    PublishedCity,
    PublishedContribution,
    PublishedName,
    PublishedService,
)
from cities.models.review import ReviewNote, Submission
from cities.models.spellings import CitySpelling, FormerSlug
from cities.wording.approval_state import WordingChanged, WordingStanding

__all__ = [
    "AddressProof",
    "Attachment",
    "CallRequest",
    "Challenge",
    "City",
    "CitySpelling",
    "Contribution",
    "FollowUp",
    "FormerSlug",
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
    "ResponseUpdate",
    "ReviewNote",
    "Submission",
    "WordingChanged",
    "WordingStanding",
]
