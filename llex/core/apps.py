from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "llex.core"
    label = "llex"
    verbose_name = _("People and access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from llex.core import signals  # noqa: F401 - connects its receivers
        from llex.core.personal_data import core_data

        core_data.register()
