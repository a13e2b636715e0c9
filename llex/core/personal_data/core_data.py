"""The personal data of accounts, e-mails and logs, its purposes and retention periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from llex.core.mail import outbox
from llex.core.personal_data.traces import Traces
from llex.core.privacy.declarations import (
    Erasing,
    PersonalData,
    Purpose,
    declare,
    declare_impersonal,
    declare_purposes,
)
from llex.core.privacy.models import DataRequest
from llex.core.privacy.retention import RetentionRule, register_rules

_INTEREST = _("Legitimate interest of the organisers: Article 6(1)(f) of the GDPR.")


def sessions_of(subject: Any) -> models.QuerySet[Any]:
    """Return the browser sessions that the person is signed in with, or whose data name them."""
    users = {str(key) for key in subject.keys.get("llex.user", ())}
    traces = Traces(subject.names, subject.addresses)
    found = []
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if str(data.get(SESSION_KEY, "")) in users or traces.replaced_in(data) != data:
            found.append(session.pk)
    return Session.objects.filter(pk__in=found)


def _remove_addresses(rows: models.QuerySet[Any]) -> None:
    rows.update(remote_addr=None, remote_port=None)


def _old_log(moment: datetime) -> models.QuerySet[Any]:
    return LogEntry.objects.filter(timestamp__lt=moment)


def _with_network_address(moment: datetime) -> models.QuerySet[Any]:
    return _old_log(moment).filter(remote_addr__isnull=False)


def _handled(states: Iterable[str], moment: datetime) -> models.QuerySet[Any]:
    return DataRequest.objects.filter(state__in=list(states), made_at__lt=moment)


_RULES: Final = (
    RetentionRule(
        "mail_texts",
        _("Texts of e-mails"),
        settings.MAIL_RETENTION_DAYS,
        lambda moment: outbox.done_before(moment).exclude(text=""),
        outbox.remove_bodies,
    ),
    RetentionRule("mails", _("Log of e-mails"), 730, outbox.done_before),
    RetentionRule(
        "network_addresses",
        _("Network addresses in the log of changes"),
        90,
        _with_network_address,
        _remove_addresses,
    ),
    RetentionRule("changes", _("Log of changes"), 1825, _old_log),
    RetentionRule(
        "admin_actions",
        _("Log of the admin"),
        1825,
        lambda moment: AdminLogEntry.objects.filter(action_time__lt=moment),
    ),
    RetentionRule(
        "tasks",
        _("Records of background tasks"),
        2,
        lambda moment: DBTaskResult.objects.filter(
            pk__in=DBTaskResult.objects.finished().filter(finished_at__lt=moment).values("pk")
        ),
    ),
    RetentionRule(
        "looks",
        _("Looks at personal data"),
        30,
        lambda moment: _handled(["opened"], moment),
    ),
    RetentionRule(
        "requests",
        _("Decided requests for erasing"),
        1095,
        lambda moment: _handled(["erased", "refused"], moment),
    ),
)

_ACCOUNTS: Final = (
    PersonalData(
        "llex.user",
        "accounts",
        owners=(("llex.user", "pk"),),
        addresses=("email",),
        names=("name",),
        shown=("email", "name", "language", "is_staff", "date_joined", "last_login"),
        identifies=True,
    ),
    PersonalData(
        "account.emailaddress",
        "accounts",
        owners=(("llex.user", "user"),),
        addresses=("email",),
        shown=("email", "verified", "primary"),
        identifies=True,
        # An address that anybody can write into their account says nothing yet.
        proved={"verified": True},
    ),
    PersonalData(
        "account.emailconfirmation",
        "accounts",
        owners=(("llex.user", "email_address__user"),),
        shown=("created", "sent"),
    ),
    PersonalData(
        "mfa.authenticator",
        "accounts",
        owners=(("llex.user", "user"),),
        shown=("type", "created_at", "last_used_at"),
    ),
    PersonalData("sessions.session", "accounts", shown=("expire_date",), finder=sessions_of),
)

_RECORDS: Final = (
    PersonalData(
        "llex.mail",
        "mail",
        addresses=("recipient",),
        shown=(
            "recipient",
            "shown_subject",
            "shown_text",
            "state",
            "created_at",
            "sent_at",
        ),
        retention=("mail_texts", "mails"),
    ),
    PersonalData(
        "auditlog.logentry",
        "changes",
        owners=(("llex.user", "actor"),),
        addresses=("actor_email",),
        shown=("timestamp", "action", "object_repr", "remote_addr"),
        erasing=Erasing.BLANK,
        blanks={"actor": None, "actor_email": None, "remote_addr": None, "remote_port": None},
        remark=_("What was changed stays, without who did it."),
        retention=("network_addresses", "changes"),
    ),
    PersonalData(
        "admin.logentry",
        "changes",
        owners=(("llex.user", "user"),),
        shown=("action_time", "object_repr"),
        retention=("admin_actions",),
    ),
    PersonalData(
        "llex.translationmark",
        "changes",
        owners=(("llex.user", "changed_by"),),
        shown=("field", "language", "state", "changed_at"),
        erasing=Erasing.KEEP,
        remark=_("Translations stay, without who made them."),
    ),
    PersonalData(
        "llex.privacynotice",
        "changes",
        owners=(("llex.user", "published_by"),),
        shown=("published_at",),
        erasing=Erasing.KEEP,
        remark=_("A version of the notice stays, without who published it."),
    ),
    PersonalData(
        "llex.datarequest",
        "rights",
        addresses=("address",),
        shown=("address", "language", "state", "made_at", "asked_at", "decided_at", "reason"),
        erasing=Erasing.BLANK,
        blanks={"address": "", "row": ""},
        remark=_("That somebody asked stays, without the address."),
        retention=("looks", "requests"),
    ),
    PersonalData(
        "llex.datarequest",
        "rights",
        owners=(("llex.user", "made_by"),),
        shown=("made_at",),
        erasing=Erasing.KEEP,
        remark=_("That somebody looked stays, without who it was."),
        retention=("looks", "requests"),
    ),
    PersonalData(
        "llex.erasure",
        "rights",
        owners=(("llex.user", "by"),),
        shown=("erased_at",),
        erasing=Erasing.KEEP,
        remark=_("Fingerprints of erased addresses stay, so that no backup brings them back."),
    ),
)


def register() -> None:
    """Declare all of it. Called when the app is ready."""
    declare_purposes(
        Purpose(
            "accounts",
            _("Accounts and access"),
            _("To let organisers and the officers of cities log in, and to keep access safe."),
            _INTEREST,
        ),
        Purpose(
            "mail",
            _("E-mails"),
            _("To write to people about sessions, and to know what reached them."),
            _INTEREST,
        ),
        Purpose(
            "changes",
            _("Log of changes"),
            _("To find out who changed what, and to put mistakes right."),
            _INTEREST,
            _("The organisers."),
        ),
        Purpose(
            "rights",
            _("Requests about personal data"),
            _("To answer people who ask for their data, and to prove that it was done."),
            _("Legal obligation: Article 6(1)(c) of the GDPR."),
            _("The organisers."),
        ),
    )
    register_rules(*_RULES)
    declare(*_ACCOUNTS)
    declare(*_RECORDS)
    declare_impersonal("Names of permissions, groups and models.", "auth.permission", "auth.group")
    declare_impersonal(
        "What tasks were given: keys of rows. Kept for two days.",
        "django_tasks_database.dbtaskresult",
    )
