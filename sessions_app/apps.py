from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from llex.core.privacy.notice import Organisers


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from llex.core.privacy.notice import register_organisers
        from sessions_app.groups import ensure_groups

        register_organisers(_organisers)
        post_migrate.connect(ensure_groups, sender=self)


def _organisers() -> "Organisers":
    """Return who convenes the series of announced sessions, and where they can be written to."""
    from llex.core.privacy.notice import Organisers
    from sessions_app.models import Organisation, Series

    series = Series.objects.filter(sessions__announced_at__isnull=False)
    names = Organisation.objects.filter(series__in=series).distinct()
    contacts = series.exclude(contact="").order_by("contact").values_list("contact", flat=True)
    return Organisers(tuple(one.name for one in names), tuple(dict.fromkeys(contacts)))
