"""Applications to open calls: officers without an invitation verify their address and apply."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from cities.models.cities import City
from cities.models.contributions import Contribution
from cities.models.places import Place
from llex.core import languages
from llex.core.db.fields import LineField, ProseField
from llex.core.db.locks import lock
from llex.core.db.search_keys import SearchableModel
from llex.core.languages.phrases import join_items
from llex.core.mail.addresses import AddressField, normalize
from llex.core.states import move
from llex.core.text.name_keys import normalize_key

if TYPE_CHECKING:
    from llex.core.models import User

CODE_LIFETIME: Final = timedelta(minutes=15)
MOST_ATTEMPTS: Final = 5
# Between two codes that one network asks for one address, and how many of them in an hour.
PAUSE: Final = timedelta(seconds=60)
_WINDOW: Final = timedelta(hours=1)
_MOST_FOR_BOTH: Final = 5
# From all networks together, so that nobody uses up the codes of another's address alone; and for
# all addresses, as a whole city hall may share one network.
_MOST_TO_AN_ADDRESS: Final = 20
_MOST_FROM_A_NETWORK: Final = 30
# No limit counts codes that are older.
CODES_KEPT: Final = timedelta(days=1)


class TooManyCodes(Exception):
    """Another code is not sent now.

    *recent* is the verification whose code the same network asked for less than a minute ago,
    where that is the reason: waiting is enough, and that code counts.
    """

    def __init__(self, recent: "EmailVerification | None" = None) -> None:
        self.recent = recent
        self.is_soon = recent is not None
        super().__init__("Too many codes were asked for.")


class Outcome(StrEnum):
    """The result of entering a code."""

    VERIFIED = "verified"
    WRONG = "wrong"
    EXPIRED = "expired"
    SPENT = "spent"


class EmailVerificationManager(models.Manager["EmailVerification"]):
    """Hand out codes, not too many."""

    def sent_before(self, moment: datetime) -> "models.QuerySet[EmailVerification]":
        """Return those that were asked for before *moment*."""
        return self.filter(sent_at__lt=moment)

    def of_addresses(self, addresses: Iterable[str]) -> "models.QuerySet[EmailVerification]":
        """Return those that were sent to *addresses*."""
        digests = [_digest("address", normalize(address)) for address in addresses]
        return self.filter(email_digest__in=digests)

    @transaction.atomic
    def ask(self, email: str, client_ip: str) -> tuple["EmailVerification", str]:
        """Return a new verification of *email* and its code, which is stored nowhere.

        *client_ip* is the asker's address or network. Of two who ask at once for the same e-mail
        address, one waits for the other. Raise TooManyCodes.
        """
        moment = now()
        self.sent_before(moment - CODES_KEPT).delete()
        email_digest = _digest("address", normalize(email))
        client_ip_digest = _digest("line", client_ip)
        lock(f"email verification {email_digest}")
        recent = self.filter(sent_at__gt=moment - _WINDOW)
        for_both = recent.filter(email_digest=email_digest, client_ip_digest=client_ip_digest)
        if last := for_both.filter(sent_at__gt=moment - PAUSE).order_by("-sent_at").first():
            raise TooManyCodes(last)
        if (
            for_both.count() >= _MOST_FOR_BOTH
            or recent.filter(email_digest=email_digest).count() >= _MOST_TO_AN_ADDRESS
            or recent.filter(client_ip_digest=client_ip_digest).count() >= _MOST_FROM_A_NETWORK
        ):
            raise TooManyCodes
        code = f"{secrets.randbelow(1_000_000):06}"
        salt = secrets.token_hex(8)
        verification = self.create(
            email_digest=email_digest,
            client_ip_digest=client_ip_digest,
            salt=salt,
            code_digest=_digest(salt, code),
            expires_at=moment + CODE_LIFETIME,
        )
        return verification, code


class EmailVerification(models.Model):
    """A code of six digits that was sent to an e-mail address. Neither is stored, only digests."""

    email_digest = models.CharField(max_length=64, db_index=True, editable=False)
    client_ip_digest = models.CharField(max_length=64, editable=False)
    salt = models.CharField(max_length=16, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    sent_at = models.DateTimeField(_("asked for"), default=now, db_index=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    verified_at = models.DateTimeField(_("proved"), null=True, editable=False)

    objects = EmailVerificationManager()

    class Meta:
        verbose_name = _("proof of an e-mail address")
        verbose_name_plural = _("proofs of e-mail addresses")
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M}"

    def try_code(self, code: str) -> Outcome:
        """Tell what comes of *code*. Each try counts, also of two at the same moment."""
        moment = now()
        if self.expires_at <= moment:
            return Outcome.EXPIRED
        rows = EmailVerification.objects.filter(pk=self.pk)
        if not rows.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
            return Outcome.SPENT
        if not constant_time_compare(_digest(self.salt, code), self.code_digest):
            return Outcome.WRONG
        rows.update(verified_at=moment)
        return Outcome.VERIFIED


def _digest(salt: str, text: str) -> str:
    return salted_hmac(f"cities.open_call.{salt}", text, algorithm="sha256").hexdigest()


class OpenCallApplication(SearchableModel):
    """An officer's request to contribute to a session with an open call. The address is proved."""

    searched = ("city_name", "name")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a request", "waiting")
        CONFIRMED = "confirmed", pgettext_lazy("state of a request", "confirmed")
        REFUSED = "refused", pgettext_lazy("state of a request", "refused")

    session = models.ForeignKey(
        "sessions_app.LearningSession",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="open_call_applications",
    )
    email = AddressField(_("e-mail address"))
    name = LineField(_("name"), max_length=200)
    position = LineField(_("position"), max_length=200)
    language = models.CharField(
        _("language of mails"), max_length=7, choices=languages.choices, default=languages.DEFAULT
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="open_call_applications",
    )
    place = models.ForeignKey(
        Place,
        verbose_name=_("place in the gazetteer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    city_name = LineField(_("city, as it was named"), max_length=200)
    # The name folded: by it the same city is told from another.
    folded = models.CharField(max_length=200, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=City.Kind.choices, default=City.Kind.CITY
    )
    country = CountryField(_("country"), blank=True)
    privacy_notice = models.CharField(
        _("version of the privacy notice"), max_length=40, blank=True, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    sent_at = models.DateTimeField(_("asked"), default=now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = ProseField(_("reason"), blank=True, editable=False)
    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="open_call_applications",
    )

    class Meta:
        verbose_name = _("request to contribute")
        verbose_name_plural = _("requests to contribute")
        ordering = ("-sent_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "session",
                Lower("email"),
                "folded",
                "country",
                condition=~Q(state="refused"),
                name="a_city_is_asked_for_once",
                violation_error_message=_("You have asked for this city already."),
            ),
        ]

    def __str__(self) -> str:
        return join_items((self.city_name, self.name))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, with the name folded."""
        self.folded = normalize_key(self.city_name)[:200]
        super().save(*args, **kwargs)

    def confirm(self, *, city: City, contribution: Contribution, by: "User | None" = None) -> None:
        """Agree that the officer writes for *city*. Raise WrongState unless it waits."""
        move(
            self,
            verb=_("confirm"),
            allowed=[self.State.WAITING],
            to=self.State.CONFIRMED,
            city=city,
            contribution=contribution,
            decided_at=now(),
            decided_by=by,
        )

    def refuse(self, reason: str, *, by: "User | None" = None) -> None:
        """Say no, with the reason for the officer. Raise WrongState unless it waits."""
        move(
            self,
            verb=_("refuse"),
            allowed=[self.State.WAITING],
            to=self.State.REFUSED,
            reason=reason,
            decided_at=now(),
            decided_by=by,
        )
