from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cities import signals  # noqa: F401 - connects its receivers
        from cities.directory import time_zones
        from llex.core.time_zones import choices

        choices.look_up_cities(time_zones.named, time_zones.beginning_with)
