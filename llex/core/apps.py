from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "llex.core"
    label = "llex"
    verbose_name = _("People and access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from llex.core import signals  # noqa: F401 - connects its receivers
        from llex.core.crawlers.sitemaps import register_pages
        from llex.core.information.models import InformationPage
        from llex.core.personal_data import core_data

        register_pages(*InformationPage.Subject.values, "privacy")
        core_data.register()
