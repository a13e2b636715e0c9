"""The admin of cities, their officers and their contributions."""

from cities.admin import answers, attachments, contributions, gazetteer, places  # noqa: F401
