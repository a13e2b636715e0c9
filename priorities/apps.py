from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from priorities import kinds
from priorities.live import notify
from priorities.signals import consultation_changed


class PrioritiesConfig(AppConfig):
    name = "priorities"
    verbose_name = _("Priorities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        kinds.discover()
        consultation_changed.connect(notify.note_state, dispatch_uid="priorities.live")
        from llex.core.privacy.declarations import declare_impersonal

        declare_impersonal("Names of public services.", "priorities.service")
