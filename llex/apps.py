from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LlexConfig(AppConfig):
    name = "llex"
    verbose_name = _("People and access")
    default_auto_field = "django.db.models.BigAutoField"
