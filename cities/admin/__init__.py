"""The admin of cities, their officers and their contributions."""

from cities.admin import answers, contributions, gazetteer, places  # noqa: F401
