"""Declining the e-mails that a person need not get, by one press (RFC 8058)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from sessions_app.models import Person

_SALT = "sessions_app.mailings.unsubscribe"


def unsubscribe_url(person: Person, language: str) -> str:
    """Return the whole address at which a person declines; it holds no address of theirs."""
    token = signing.Signer(salt=_SALT).sign(str(person.pk))
    with translation.override(language):
        return settings.SITE_URL + reverse("sessions_app:unsubscribe", args=[token])


def person_of(token: str) -> Person | None:
    """Return the person that *token* was signed for, None for a forged one or one erased since."""
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=key).first()


def decline(person: Person) -> None:
    """Note that the person wants only what is necessary; the first time counts."""
    Person.objects.filter(pk=person.pk, mails_declined_at__isnull=True).update(
        mails_declined_at=now()
    )


def accept_again(person: Person) -> None:
    """Note that the person wants all e-mails again."""
    Person.objects.filter(pk=person.pk).update(mails_declined_at=None)
