"""Cities, their officers, and what they contribute to a session."""

from cities.models.answers import Challenge, PolicyResponse
from cities.models.attachments import Attachment
from cities.models.cities import City, Officer
from cities.models.contributions import Contribution
from cities.models.entry_projection import (
    EntryAddress,
    EntryAnswerProjection,
    EntryKind,
    EntryProjection,
    EntryServiceProjection,
)
from cities.models.follow_ups import FollowUp, ResponseUpdate
from cities.models.invitations import Invitation
from cities.models.open_call import EmailVerification, OpenCallApplication
from cities.models.photographs import Photograph
from cities.models.places import Place, PlaceSpelling
from cities.models.projection import (
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
    ProjectionState,
)
from cities.models.review import ReviewNote, Submission
from cities.models.spellings import CitySpelling, FormerSlug
from cities.wording.approval_state import WordingChanged, WordingStanding

__all__ = [
    "Attachment",
    "Challenge",
    "City",
    "CityNameProjection",
    "CityProjection",
    "CityServiceProjection",
    "CitySpelling",
    "Contribution",
    "ContributionProjection",
    "EmailVerification",
    "EntryAddress",
    "EntryAnswerProjection",
    "EntryKind",
    "EntryProjection",
    "EntryServiceProjection",
    "FollowUp",
    "FormerSlug",
    "Invitation",
    "Officer",
    "OpenCallApplication",
    "Photograph",
    "Place",
    "PlaceSpelling",
    "PolicyResponse",
    "ProjectionState",
    "ResponseUpdate",
    "ReviewNote",
    "Submission",
    "WordingChanged",
    "WordingStanding",
]
