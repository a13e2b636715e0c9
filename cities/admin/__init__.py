"""The admin of cities, their officers and their contributions."""

from cities.admin import (  # noqa: F401
    answers,
    attachments,
    cities,
    contributions,
    gazetteer,
    invitations,
    open_call,
    photographs,
    projection,
)
