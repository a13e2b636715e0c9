"""Receivers of signals: enrolment, erased users, new database connections, reported bounces."""

from typing import Any

from allauth.mfa.signals import authenticator_added
from auditlog.models import LogEntry
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete
from django.dispatch import receiver

from llex.core.accounts import second_factor
from llex.core.db import collation
from llex.core.http import proxy_check  # noqa: F401 - registers its check
from llex.core.mail.outbox import note_event
from llex.core.mail.signals import mail_accepted
from llex.core.models import Mail, User
from llex.core.theme import checks  # noqa: F401 - registers its check

authenticator_added.connect(second_factor.note_enrolment, dispatch_uid="llex.authenticator_added")
connection_created.connect(collation.register, dispatch_uid="llex.connection_created")
if settings.ANYMAIL:
    from anymail.signals import tracking

    tracking.connect(note_event, dispatch_uid="llex.mail_tracking")


@receiver(mail_accepted, dispatch_uid="llex.erased_told")
def forget_last_mail(mail: Mail, **_signal: Any) -> None:
    """Delete the mail that told an erased person so: nothing else has the address."""
    if mail.kind == "data_erased":
        Mail.objects.filter(pk=mail.pk).delete()


@receiver(post_delete, sender=User, dispatch_uid="llex.user_deleted")
def forget_address(instance: User, **_signal: Any) -> None:
    """Take the address of an erased user out of the outbox and out of the audit trail."""
    Mail.objects.filter(recipient=instance.email).delete()
    LogEntry.objects.filter(actor_email=instance.email).update(actor_email=None)
