"""How far a city's approval of what will be published has come."""

from django.db import models
from django.utils.translation import pgettext_lazy


class WordingChanged(Exception):
    """The texts have changed since they were shown for approval."""


class WordingStanding(models.TextChoices):
    """How far a city's approval of what will be published has come."""

    NOT_SENT = "not_sent", pgettext_lazy("approval of a wording", "not sent")
    ASKED = "asked", pgettext_lazy("approval of a wording", "being sent")
    SENT = "sent", pgettext_lazy("approval of a wording", "sent, not answered")
    CHANGED = "changed", pgettext_lazy("approval of a wording", "changed since it was approved")
    PARTLY = "partly", pgettext_lazy("approval of a wording", "approved in some languages")
    MISSING = "missing", pgettext_lazy("approval of a wording", "not translated yet")
    APPROVED = "approved", pgettext_lazy("approval of a wording", "approved")
