"""Open calls: from a code sent to an address to a confirmed officer with a personal link."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cities.directory.creation import create_manual, get_or_create_from_place, values_from_place
from cities.directory.duplicates import PossibleDuplicate, find_duplicates
from cities.invitations import sending
from cities.models import (
    City,
    Contribution,
    EmailVerification,
    Invitation,
    Officer,
    OpenCallApplication,
    Place,
)
from cities.models.open_call import CODE_LIFETIME
from cities.notifications.envelopes import envelope
from cities.notifications.texts import privacy_page
from cities.officers import memberships
from llex.core.mail import messages
from llex.core.mail.messages import Envelope
from llex.core.models import User
from llex.core.privacy.notice import current_version

Session: Any = Contribution._meta.get_field("session").related_model
_MINUTES: Final = int(CODE_LIFETIME.total_seconds() // 60)


class DuplicateApplication(Exception):
    """The officer has asked for the same city and session before."""


class NotConfirmable(Exception):
    """A request that cannot be confirmed now. Its text says to the organiser why."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person who applies."""

    email: str
    name: str
    position: str
    language: str

    def to_data(self) -> dict[str, str]:
        """Return it as the browser's session keeps it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, str]) -> Self:
        """Read what `to_data` gave."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class ProposedCity:
    """The city that an applicant names: known, a place of the gazetteer, or typed by hand."""

    name: str
    kind: str
    country: str
    city: City | None = None
    place: Place | None = None

    @classmethod
    def of(cls, chosen: City | Place) -> Self:
        """Name what was chosen in the look-up."""
        if isinstance(chosen, City):
            return cls(str(chosen), chosen.kind, chosen.country.code or "", city=chosen)
        return cls(chosen.name, City.Kind.CITY, chosen.country.code, place=chosen)


@transaction.atomic
def send_code(session: Any, email: str, *, language: str, client_ip: str) -> EmailVerification:
    """Send a new code to an address. Raise TooManyCodes.

    The e-mail holds nothing that the applicant has typed, so that it cannot be used to write to
    others.
    """
    verification, code = EmailVerification.objects.ask(email, client_ip)
    shown = f"{code[:3]} {code[3:]}"
    context = {
        "code": shown,
        "minutes": _MINUTES,
        "session": session,
        "privacy_page": privacy_page(language),
    }
    messages.send_mail(
        "call_code",
        to=[email],
        language=language,
        context=context,
        envelope=Envelope(
            reply_to=session.series.contact,
            sender_name=str(session.series),
            session=session,
            secrets=[shown, code],
            lifetime=CODE_LIFETIME,
        ),
    )
    return verification


@transaction.atomic
def apply(
    session: Any, applicant: Applicant, named: ProposedCity, *, privacy_notice: str = ""
) -> OpenCallApplication:
    """Apply to write for the city. Raise DuplicateApplication.

    *privacy_notice* is the version that was shown. The officer gets an e-mail that confirms it, and
    the conveners one about the new application.
    """
    made = OpenCallApplication(
        session=session,
        email=applicant.email,
        name=applicant.name,
        position=applicant.position,
        language=applicant.language,
        city=named.city,
        place=named.place,
        city_name=named.name,
        kind=named.kind,
        country=named.country,
        privacy_notice=privacy_notice or current_version(),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as problem:
        raise DuplicateApplication from problem
    _write("call_received", made)
    _tell_organisers(made)
    return made


def suggest_cities(request: OpenCallApplication) -> list[PossibleDuplicate]:
    """Return the cities of ours that a request may mean, the one it chose first."""
    if request.city is not None:
        return [PossibleDuplicate(request.city, _("chosen by the officer"))]
    return find_duplicates(unsaved_city(request))


def unsaved_city(request: OpenCallApplication) -> City:
    """Return the city that a request would make, unsaved."""
    if request.place is not None:
        return City(**values_from_place(request.place))
    values: dict[str, Any] = {"kind": request.kind, "country": request.country}
    return City(**values, **{f"name_{request.language}": request.city_name})


@transaction.atomic
def confirm(request: OpenCallApplication, city: City | None, *, by: User) -> Invitation:
    """Make the applicant an officer of *city*, or of a new one, and send the personal link.

    Raise WrongState if the application is decided or the city's contribution has ended, and
    NotConfirmable if it is too late or the person's account is inactive.
    """
    request = OpenCallApplication.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _check(request)
    city = city or _new_city(request)
    contribution = sending.get_or_create_contribution(request.session, city)
    request.confirm(city=city, contribution=contribution, by=by)
    officer = memberships.appoint(
        city,
        request.email,
        name=request.name,
        position=request.position,
        language=request.language,
        source=Officer.AddressSource.OWN,
    )
    return sending.invite(contribution, officer, by)


def _check(request: OpenCallApplication) -> None:
    if not request.session.takes_contributions:
        text = _(
            "“%(session)s” takes no contributions now. Set a later closing date first, or refuse"
            " the request."
        )
        raise NotConfirmable(text % {"session": request.session})
    if User.objects.filter(email=request.email, is_active=False).exists():
        text = _("The account of %(email)s is switched off, so a personal link would not work.")
        raise NotConfirmable(text % {"email": request.email})


@transaction.atomic
def refuse(request: OpenCallApplication, reason: str, *, by: User) -> None:
    """Say no in a friendly letter with the reason. Raise WrongState where it is decided."""
    request.refuse(reason, by=by)
    _write("call_refused", request, reason=reason)


def _new_city(request: OpenCallApplication) -> City:
    if request.place is not None:
        return get_or_create_from_place(request.place)
    return create_manual(
        request.city_name,
        kind=request.kind,
        country=request.country.code or "",
        language=request.language,
    )


def _write(name: str, request: OpenCallApplication, **more: Any) -> None:
    series = request.session.series
    context = {
        "request": request,
        "session": request.session,
        "series": series,
        "conveners": list(series.conveners.all()),
        "source": Officer.AddressSource.OWN,
        "city": request.city_name,
        "privacy_page": privacy_page(request.language),
        "session_page": sending.page_url(request.session.get_absolute_url, request.language),
        **more,
    }
    messages.send_mail(
        name,
        to=[request.email],
        language=request.language,
        envelope=envelope(request.session, request.language, request),
        context=context,
    )


def _tell_organisers(request: OpenCallApplication) -> None:
    session = request.session
    language = session.main_language
    with translation.override(language):
        path = reverse("admin:cities_opencallapplication_change", args=[request.pk])
    context = {
        "request": request,
        "session": session,
        "address": f"{settings.SITE_URL}{path}",
    }
    messages.send_mail(
        "call_waiting",
        to=[session.series.contact],
        language=language,
        context=context,
        envelope=envelope(session, language, request),
    )
