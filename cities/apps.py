from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        user_logged_in.connect(_let_in, dispatch_uid="cities.access")


def _let_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    from cities.access import drop_foreign_grants

    if request is not None:
        drop_foreign_grants(request, user)
