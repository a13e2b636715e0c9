"""Requests of people about their own data: the mailed link, the wish to be erased, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from llex.core.mail.messages import Envelope, send_mail
from llex.core.personal_data.erasing import ErasureOutcome, erase
from llex.core.personal_data.subjects import Subject, find_subject, rows_of
from llex.core.privacy.declarations import declared
from llex.core.privacy.models import LINK_LIFETIME, DataRequest
from llex.core.privacy.organisers import organisers

if TYPE_CHECKING:
    from llex.core.models import User

_SALT = "llex.personal_data"


class NotAllowed(Exception):
    """The account of the person may not be erased by this user. Its text says why."""


def build_url(request: DataRequest) -> str:
    """Return the whole address of the page with the person's data."""
    with translation.override(request.language):
        path = reverse("personal_data_held", args=[build_token(request)])
    return f"{settings.SITE_URL}{path}"


def build_token(request: DataRequest) -> str:
    """Return the secret part of the link."""
    return _signer().sign(request.key.hex)


def find_request(token: str) -> DataRequest | None:
    """Return the request that *token* was signed for, or None where it gives no access any more."""
    try:
        key = _signer().unsign(token, max_age=LINK_LIFETIME)
        found = DataRequest.objects.filter(key=UUID(key)).exclude(address="").first()
    except (signing.BadSignature, ValueError):
        return None
    return found if found and found.is_open else None


@transaction.atomic
def send_link(address: str, language: str) -> None:
    """Mail a link to what is held under *address*. The mail is the same where that is nothing."""
    request = DataRequest.objects.create(address=address, language=language)
    send_mail(
        "data_link",
        to=[request.address],
        language=language,
        context={"link": build_url(request), "privacy_page": _privacy_page(language)},
        envelope=Envelope(about=request, lifetime=LINK_LIFETIME, secrets=[build_token(request)]),
    )


@transaction.atomic
def ask_for_erasing(request: DataRequest) -> None:
    """Note the wish and tell the organisers. Raise WrongState if it was asked or decided before."""
    request.ask_for_erasing()
    # The person's language is active; organisers get their own.
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("admin:llex_datarequest_change", args=[request.pk])
    send_mail(
        "data_erasing_asked",
        to=organisers().contacts,
        language=settings.LANGUAGE_CODE,
        context={"address": f"{settings.SITE_URL}{path}"},
    )


def holds_more(subject: Subject) -> bool:
    """Return whether more is held than requests to see it, and the mails with their links."""
    for item in declared():
        rows = rows_of(item, subject)
        if item.model == "llex.mail":
            rows = rows.exclude(kind="data_link")
        if item.model != "llex.datarequest" and rows.exists():
            return True
    return False


def subject_of(request: DataRequest) -> Subject:
    """Return the person whom a request is about."""
    return find_subject(request.address, row=request.row)


def check_allowed(subject: Subject, by: User) -> None:
    """Raise NotAllowed unless *by* may erase the person: no organiser erases an organiser."""
    accounts = get_user_model().objects.filter(pk__in=subject.keys.get("llex.user", ()))
    if accounts.filter(pk=by.pk).exists():
        raise NotAllowed(_("You cannot erase yourself. Ask another administrator."))
    if not by.is_superuser and accounts.filter(is_staff=True).exists():
        raise NotAllowed(_("Only an administrator can erase an account of the administration."))


@transaction.atomic
def carry_out(request: DataRequest, *, by: User, also_shared: bool = False) -> ErasureOutcome:
    """Erase the person of a request and tell them. Raise NotAllowed or WrongState."""
    subject = subject_of(request)
    check_allowed(subject, by)
    address, language = request.address, request.language
    was_asked = request.state == DataRequest.State.ASKED
    request.note_erased()
    outcome = erase(subject, by=by, also_shared=also_shared)
    if address and was_asked:
        # Removed once it is accepted by the mail server (llex.core.signals).
        send_mail("data_erased", to=[address], language=language, context={})
    return outcome


@transaction.atomic
def refuse(request: DataRequest, reason: str) -> None:
    """Refuse to erase, and tell the person why. Raise WrongState unless it is asked for."""
    request.refuse(reason)
    send_mail(
        "data_refused",
        to=[request.address],
        language=request.language,
        context={"reason": reason, "contacts": organisers().contacts},
    )


def _privacy_page(language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('privacy')}"


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt=_SALT)
