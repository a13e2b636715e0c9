"""Signed links of a registration: to confirm it, to its personal page, to register by invitation.

None of them is stored. A personal link names the registration by a key of its own.
"""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from llex.core.http.signed_values import read_signed, signed_value
from sessions_app.models import LearningSession, Registration, RegistrationRequest

_CONFIRM: Final = "sessions_app.registration.confirm"
_PERSONAL: Final = "sessions_app.registration.personal"
_INVITATION: Final = "sessions_app.registration.invitation"


class RegistrationLinkStatus(StrEnum):
    """Whether a genuine link lets its reader in, and if not, why."""

    OPEN = "open"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"


def confirm_path(request: RegistrationRequest) -> str:
    """Return the path of the page that confirms a registration, in the active language."""
    token = signed_value(_CONFIRM, request.key, "confirm")
    return reverse("sessions_app:registration_confirm", args=[request.key, token])


def confirm_url(request: RegistrationRequest) -> str:
    """Return the whole address of that page, in the language of the person."""
    return _whole(confirm_path, request, request.language)


def find_request(key: UUID, token: str) -> RegistrationRequest | None:
    """Return the request that *token* was signed for, None for a forged, cut or deleted one."""
    if read_signed(_CONFIRM, key, token) != "confirm":
        return None
    rows = RegistrationRequest.objects.select_related("session__series", "city", "place")
    return rows.filter(key=key).first()


def status_of_request(request: RegistrationRequest) -> RegistrationLinkStatus:
    """Return whether a registration can be confirmed by its link."""
    if request.used_at is not None:
        return RegistrationLinkStatus.USED
    return RegistrationLinkStatus.OPEN if request.is_open else RegistrationLinkStatus.EXPIRED


def personal_path(registration: Registration, page: str = "registration_page") -> str:
    """Return the path of a *page* behind the personal link, in the active language."""
    token = signed_value(_PERSONAL, registration.key, registration.issue)
    return reverse(f"sessions_app:{page}", args=[registration.key, token])


def personal_url(registration: Registration) -> str:
    """Return the whole address of the personal page, in the language of the person."""
    return _whole(personal_path, registration, registration.language)


def find_registration(key: UUID, token: str) -> tuple[Registration | None, RegistrationLinkStatus]:
    """Return the registration that *token* was signed for, and whether the link gives access.

    There is none for a forged, cut or deleted link.
    """
    issue = read_signed(_PERSONAL, key, token)
    rows = Registration.objects.select_related(
        "participant__person", "participant__session__series", "city"
    )
    registration = rows.filter(key=key).first() if issue else None
    if registration is None:
        return None, RegistrationLinkStatus.EXPIRED
    if issue != str(registration.issue):
        return registration, RegistrationLinkStatus.REPLACED
    return (
        registration,
        RegistrationLinkStatus.OPEN
        if registration.is_page_open
        else RegistrationLinkStatus.EXPIRED,
    )


def invitation_token(session: LearningSession) -> str:
    """Return the secret part of the link by which people register who were invited."""
    return signed_value(_INVITATION, session.pk, session.invitation_issue)


def invitation_url(session: LearningSession, language: str) -> str:
    """Return the whole address at which invited people register."""
    return _whole(register_path, session, language)


def register_path(session: LearningSession) -> str:
    """Return the path of the form for invited people, in the active language."""
    return reverse("sessions_app:register_invited", args=[session.slug, invitation_token(session)])


def is_invitation(session: LearningSession, token: str) -> bool:
    """Return whether *token* is of the last link that was made to register for *session*."""
    value = read_signed(_INVITATION, session.pk, token)
    return constant_time_compare(value, str(session.invitation_issue))


def _whole(path: Any, row: Any, language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{path(row)}"
