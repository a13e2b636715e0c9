"""The admin of services and consultations."""

from priorities.admin import consultations, projection  # noqa: F401 - they register their models
