"""The sheets of cities, of their contributions, and of what these say."""

from cities.spreadsheets.answers import ChallengeResource, ResponseResource
from cities.spreadsheets.cities import CityResource
from cities.spreadsheets.consents import ConsentResource
from cities.spreadsheets.contributions import ContributionResource

__all__ = [
    "ChallengeResource",
    "CityResource",
    "ConsentResource",
    "ContributionResource",
    "ResponseResource",
]
