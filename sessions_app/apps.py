from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sessions_app import (
            personal_data,
            signals,  # noqa: F401 - connects its receivers
        )
        from sessions_app.public import (
            embeds,
            share_pictures,
            sitemaps,  # noqa: F401 - registers its sitemaps
        )
        from sessions_app.search import opensearch

        if settings.SEARCH_URL:
            opensearch.check(settings.SEARCH_URL)
        embeds.register()
        share_pictures.register()
        personal_data.register()
