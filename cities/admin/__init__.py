"""The admin of cities, their officers and their contributions."""

from cities.admin import answers, contributions, gazetteer, invitations, places  # noqa: F401
