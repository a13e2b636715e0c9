from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "llex.core"
    label = "llex"
    verbose_name = _("People and access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from llex.core.accounts import second_factor
        from llex.core.db import collation
        from llex.core.http import proxy_check  # noqa: F401 - registers its check
        from llex.core.models import User

        authenticator_added.connect(second_factor.note_enrolment, dispatch_uid="note_enrolment")
        post_delete.connect(_forget_address, sender=User, dispatch_uid="forget_address")
        if settings.ANYMAIL:
            from anymail.signals import tracking

            from llex.core.mail.webhook import note_event

            tracking.connect(note_event, dispatch_uid="llex.core.mail")
        connection_created.connect(collation.register, dispatch_uid="register_collations")


def _forget_address(instance: Any, **_signal: Any) -> None:
    """Take the address of an erased user out of the outbox, and out of the audit trail."""
    from auditlog.models import LogEntry

    from llex.core.models import Mail

    Mail.objects.filter(recipient=instance.email).delete()

    LogEntry.objects.filter(actor_email=instance.email).update(actor_email=None)
