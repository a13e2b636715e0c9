"""Memberships of officers: appointing, ending, handing over, each with its e-mails."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.invitations.sending import officer_home_url
from cities.models import City, Officer
from cities.notifications.recipients import organisers_of
from cities.notifications.texts import privacy_page
from llex.core import languages
from llex.core.db.locks import lock
from llex.core.mail import messages
from llex.core.mail.addresses import normalize
from llex.core.mail.messages import Envelope
from llex.core.models import User
from llex.core.states import reload

# So many may write for one city; letters to more strangers than that would be a nuisance.
MOST: Final = 30


@transaction.atomic
def appoint(
    city: City,
    email: str,
    *,
    name: str = "",
    position: str = "",
    language: str = "",
    source: str = Officer.AddressSource.CONTACTS,
) -> Officer:
    """Make the person with this address an officer of the city; a missing user is created.

    An officer of the city keeps the membership, also beyond a day on which it was to end. A user
    without a password logs in by a code or comes by a personal link.
    """
    # Of two who appoint the same person at once, one makes the user and the membership.
    lock(f"officer {normalize(email)}")
    user = _user(email, name, language)
    officer = Officer.objects.writing().filter(user=user, city=city).first()
    if officer is None:
        return Officer.objects.create(
            user=user, city=city, position=position, address_source=source
        )
    if officer.until is not None:
        officer.until = None
        officer.save(update_fields=["until"])
    return officer


@transaction.atomic
def add_colleague(city: City, by: User, *, email: str, **details: str) -> Officer:
    """Appoint a colleague and tell them so."""
    officer = appoint(city, email, **details, source=Officer.AddressSource.COLLEAGUE)
    _write("office_given", officer, by=by)
    return officer


@transaction.atomic
def end_membership(officer: Officer, by: User) -> None:
    """End a membership now and tell its holder; one that has ended stays as it is."""
    changed = Officer.objects.writing().filter(pk=officer.pk).update(until=now())
    reload(officer, verb=_("end the office"), fields=["until"])
    if changed and officer.user != by:
        _write("office_ended", officer, by=by)


@transaction.atomic
def hand_over_membership(
    officer: Officer, last_day: date, *, email: str, **details: str
) -> Officer:
    """Give the membership to a successor at once, and end it after *last_day* (in UTC)."""
    successor = appoint(officer.city, email, **details, source=Officer.AddressSource.COLLEAGUE)
    officer.until = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=UTC)
    officer.save(update_fields=["until"])
    _write("office_given", successor, by=officer.user)
    _write("office_handed_over", officer, successor=successor.user, last_day=last_day)
    return successor


def _user(email: str, name: str, language: str) -> User:
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    spoken = language if language in languages.CODES else languages.DEFAULT
    return User.objects.create_user(email, name=name, language=spoken)


def _write(name: str, officer: Officer, **context: Any) -> None:
    to, city = officer.user, officer.city
    context |= {
        "user": to,
        "city": city,
        "home": officer_home_url(to.language),
        "source": Officer.AddressSource.COLLEAGUE,
        "privacy_page": privacy_page(to.language),
    }
    # Who did not expect such a letter answers it, and somebody must read that.
    envelope = Envelope(reply_to=organisers_of(city), about=officer)
    messages.send_mail(
        name, to=[to.email], language=to.language, envelope=envelope, context=context
    )
