from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from llex.core.privacy.organisers import Organisers, register_organisers


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sessions_app import signals  # noqa: F401 - connects its receivers

        register_organisers(_organisers)


def _organisers() -> Organisers:
    """Return who convenes the series of announced sessions, and where they can be written to."""
    from sessions_app.models import Organisation, Series

    series = Series.objects.filter(sessions__announced_at__isnull=False)
    names = Organisation.objects.filter(series__in=series).distinct()
    contacts = series.exclude(contact="").order_by("contact").values_list("contact", flat=True)
    return Organisers(tuple(one.name for one in names), tuple(dict.fromkeys(contacts)))
