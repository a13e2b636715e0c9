"""The personal data of officers and of those whom contributions name."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import EmailVerification, OpenCallApplication
from cities.models.open_call import CODES_KEPT
from cities.public import projection
from llex.core.personal_data.erasing import after_erasing
from llex.core.personal_data.sweeping import register_removed
from llex.core.privacy.declarations import (
    Erasing,
    PersonalData,
    Purpose,
    declare,
    declare_impersonal,
    declare_purposes,
)
from llex.core.privacy.retention import RetentionRule, register_rules

_TASK = _("Task in the public interest and legitimate interest: Article 6(1)(e) and (f), GDPR.")
_CONTENT_STAYS = _("What the city said stays, without who wrote it.")


def _codes_of(subject: Any) -> models.QuerySet[Any]:
    return EmailVerification.objects.of_addresses(subject.addresses)


def _renew_pages() -> None:
    """Make readers of public pages ask for them anew."""
    with projection.changing():
        pass


_OFFICERS: Final = (
    PersonalData(
        "cities.officer",
        "officers",
        owners=(("llex.user", "user"),),
        shown=("city", "position", "address_source", "since", "until"),
    ),
    PersonalData(
        "cities.invitation",
        "officers",
        owners=(("llex.user", "officer__user"),),
        shown=("contribution", "written_at", "sent_at", "used_at", "reminders", "revoked_at"),
    ),
    PersonalData(
        "cities.opencallapplication",
        "applications",
        addresses=("email",),
        names=("name",),
        shown=(
            "session",
            "email",
            "name",
            "position",
            "language",
            "city_name",
            "state",
            "sent_at",
            "decided_at",
            "reason",
        ),
        retention=("applications",),
    ),
    PersonalData(
        "cities.opencallapplication",
        "applications",
        owners=(("llex.user", "decided_by"),),
        shown=("session", "city_name", "decided_at"),
        erasing=Erasing.KEEP,
        remark=_("The decision stays, without who made it."),
        retention=("applications",),
    ),
    PersonalData(
        "cities.emailverification",
        "applications",
        shown=("sent_at", "expires_at"),
        finder=_codes_of,
        retention=("codes",),
    ),
)

_WRITERS: Final = (
    PersonalData(
        "cities.contribution",
        "officers",
        owners=(("sessions_app.person", "representative"),),
        names=("representative_name",),
        shown=("session", "city", "representative_name", "representative_position"),
        erasing=Erasing.BLANK,
        blanks={
            "representative": None,
            "representative_name": "",
            "search_key": "",
            "representative_position": "",
        },
        remark=_("The contribution is the city's; it stays without its representative."),
    ),
    PersonalData(
        "cities.contribution",
        "officers",
        owners=(("llex.user", "draft_saved_by"), ("llex.user", "consent_recorded_by")),
        shown=("session", "city", "draft_saved_at", "consented_at"),
        erasing=Erasing.KEEP,
        remark=_CONTENT_STAYS,
    ),
    PersonalData(
        "cities.submission",
        "officers",
        owners=(("llex.user", "by"),),
        shown=("contribution", "number", "submitted_at", "content"),
        erasing=Erasing.KEEP,
        remark=_CONTENT_STAYS,
    ),
    PersonalData(
        "cities.attachment",
        "officers",
        owners=(("llex.user", "by"),),
        shown=("contribution", "name", "kind", "uploaded_at"),
        erasing=Erasing.KEEP,
        remark=_(
            "Documents are the city's. Those whose text names the person are deleted; pictures and"
            " scans have none: organisers look."
        ),
    ),
    PersonalData(
        "cities.photograph",
        "officers",
        owners=(("llex.user", "by"),),
        shown=("contribution", "alternative", "caption", "credit", "state", "uploaded_at"),
        erasing=Erasing.KEEP,
        remark=_CONTENT_STAYS,
    ),
    PersonalData(
        "cities.reviewnote",
        "officers",
        owners=(("llex.user", "author"),),
        shown=("contribution", "text", "created_at"),
        erasing=Erasing.KEEP,
        remark=_("The remark stays, without who wrote it."),
    ),
    PersonalData(
        "cities.responseupdate",
        "officers",
        owners=(("llex.user", "by"),),
        shown=("response", "kind", "said_on", "original_text"),
        erasing=Erasing.KEEP,
        remark=_CONTENT_STAYS,
    ),
)


def register() -> None:
    """Declare all of it. Called when the app is ready."""
    declare_purposes(
        Purpose(
            "officers",
            _("Officers of cities"),
            _("To invite cities, to ask about contributions and to have their texts approved."),
            _TASK,
        ),
        Purpose(
            "applications",
            _("Requests to contribute"),
            _("To check who asks to contribute without an invitation."),
            _TASK,
        ),
    )
    register_rules(
        RetentionRule(
            "codes",
            _("Codes sent by e-mail"),
            CODES_KEPT.days,
            EmailVerification.objects.sent_before,
            is_fixed=True,
        ),
        RetentionRule(
            "applications",
            _("Decided requests to contribute"),
            365,
            lambda moment: OpenCallApplication.objects.filter(decided_at__lt=moment),
        ),
    )
    declare(*_OFFICERS)
    declare(*_WRITERS)
    declare_impersonal(
        "Names of places.",
        "cities.city", "cities.place", "cities.cityspelling", "cities.placespelling",
        "cities.cityprojection", "cities.citynameprojection",
    )  # fmt: skip
    declare_impersonal(
        "Published answers of cities, written anew when an edition is.", "cities.entryprojection"
    )
    register_removed("cities.attachment", "text")
    after_erasing(_renew_pages)
