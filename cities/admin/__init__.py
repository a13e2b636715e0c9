"""The admin of cities, their officers and their contributions."""

from cities.admin import (  # noqa: F401
    answers,
    attachments,
    calls,
    contributions,
    gazetteer,
    invitations,
    places,
    published,
)
