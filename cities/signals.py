"""Receivers of signals: log-in, mail events, changed slugs; and the look-up of cities' zones."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import Model
from django.dispatch import receiver

from cities.directory import time_zones
from cities.invitations.access import drop_foreign_grants
from cities.models import City, Contribution, FormerSlug, ResponseUpdate
from cities.notifications import mail_events
from cities.public import projection
from llex.core.db.signals import slug_changed
from llex.core.mail.signals import address_corrected, mail_accepted
from llex.core.time_zones import choices
from llex.core.translations.receivers import follow_language

mail_accepted.connect(mail_events.note_accepted, dispatch_uid="cities.mail_accepted")
address_corrected.connect(mail_events.correct_account, dispatch_uid="cities.address_corrected")

choices.look_up_cities(time_zones.named, time_zones.beginning_with)


def _answers(contribution: Contribution) -> list[Model]:
    updates = ResponseUpdate.objects.filter(response__contribution=contribution)
    return [
        *contribution.responses.all(),
        *contribution.challenges.all(),
        *updates.select_related("response__contribution"),
    ]


follow_language(Contribution, "original_language", _answers)


@receiver(user_logged_in, dispatch_uid="cities.user_logged_in")
def drop_grants_of_others(request: Any, user: Any, **_signal: Any) -> None:
    """Drop the access that personal links of other officers gave to this browser."""
    if request is not None:
        drop_foreign_grants(request, user)


@receiver(slug_changed, sender=FormerSlug, dispatch_uid="cities.slug_changed")
def rename_published_city(former: str, row: City, **_signal: Any) -> None:
    """Move what is published of a city to its present slug."""
    projection.rename_city(former, row.slug)
