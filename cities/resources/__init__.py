"""The sheets of cities, of their contributions, and of what these say."""

from cities.resources.answers import ChallengeResource, ResponseResource
from cities.resources.contributions import ContributionResource
from cities.resources.places import CityResource

__all__ = ["ChallengeResource", "CityResource", "ContributionResource", "ResponseResource"]
