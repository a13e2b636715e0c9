from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cities import (
            personal_data,
            signals,  # noqa: F401 - connects its receivers
        )
        from cities.public import (
            embeds,
            share_pictures,
            sitemaps,  # noqa: F401 - registers its sitemaps
        )

        embeds.register()
        share_pictures.register()
        personal_data.register()
