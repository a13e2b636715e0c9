from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from llex.core.mail.signals import address_corrected, mail_accepted


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cities.directory import time_zones
        from cities.notifications import mail_events
        from llex.core.time_zones import choices

        choices.look_up_cities(time_zones.named, time_zones.beginning_with)
        user_logged_in.connect(_let_in, dispatch_uid="cities.invitations.access")
        mail_accepted.connect(mail_events.note_accepted, dispatch_uid="cities.delivered")
        address_corrected.connect(mail_events.correct_account, dispatch_uid="cities.delivered")


def _let_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    from cities.invitations.access import drop_foreign_grants

    if request is not None:
        drop_foreign_grants(request, user)
