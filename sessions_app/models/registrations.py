"""Registrations by form: what a person asked for, and what belongs to a participant."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from llex.core import languages
from llex.core.db.fields import LineField, ProseField
from llex.core.mail.addresses import AddressField
from llex.core.mail.models import Mail
from llex.core.states import WrongState
from sessions_app.models.people import Participant
from sessions_app.models.sessions import LearningSession

# A link that confirms works this long.
CONFIRM_WITHIN: Final = timedelta(days=2)
# A personal page stays open this long after the session, what was written there is kept longer.
PAGE_AFTERWARDS: Final = timedelta(days=60)
RETENTION: Final = timedelta(days=180)
# Requests that were confirmed, or were not in time, are deleted after this time.
REQUEST_KEPT: Final = timedelta(days=7)


def validate_spoken(value: object) -> None:
    """Raise ValidationError unless *value* is a list of our languages, each once."""
    codes = value if isinstance(value, list) else [""]
    if len(set(codes)) != len(codes) or not set(codes) <= set(languages.CODES):
        raise ValidationError(_("Choose from the languages of this site."))


class RegistrationAnswers(models.Model):
    """The answers of a person who registers. Only the name is needed."""

    class Gender(models.TextChoices):
        WOMAN = "woman", pgettext_lazy("gender", "woman")
        MAN = "man", pgettext_lazy("gender", "man")
        OTHER = "other", pgettext_lazy("gender", "other or non-binary")

    UNDECLARED: Final = pgettext_lazy("gender", "not said")

    name = LineField(_("name"), max_length=200)
    name_in_script = LineField(_("name in another script"), max_length=200, blank=True)
    position = LineField(_("position"), max_length=300, blank=True)
    organisation_name = LineField(_("organisation"), max_length=200, blank=True)
    city_name = LineField(_("city, as it was written"), max_length=200, blank=True)
    city = models.ForeignKey(
        "cities.City",
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(
        _("language of mails"), max_length=7, choices=languages.choices, default=languages.DEFAULT
    )
    # As the browser named it; empty where it did not.
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    understood = models.JSONField(
        _("languages understood"), default=list, blank=True, validators=[validate_spoken]
    )
    spoken = models.JSONField(
        _("languages spoken"), default=list, blank=True, validators=[validate_spoken]
    )
    access_needs = ProseField(_("access needs"), blank=True)
    question = ProseField(_("question to the speakers"), blank=True)
    # Told in sums of five and more only (`sessions_app.statistics.genders`).
    gender = models.CharField(_("gender"), max_length=5, choices=Gender.choices, blank=True)
    consents_to_listing = models.BooleanField(_("agrees to be listed"), default=False)
    privacy_notice = models.CharField(
        _("version of the privacy notice"), max_length=40, blank=True, editable=False
    )

    class Meta:
        abstract = True

    ANSWERS: Final = (
        "name", "name_in_script", "position", "organisation_name", "city_name", "city",
        "language", "time_zone", "understood", "spoken", "access_needs", "question", "gender",
        "consents_to_listing", "privacy_notice",
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return what was written, by field."""
        return {name: getattr(self, name) for name in self.ANSWERS}


class RegistrationRequestQuerySet(models.QuerySet["RegistrationRequest"]):
    """Registrations to be confirmed."""

    def open(self) -> "RegistrationRequestQuerySet":
        """Return those whose link still confirms."""
        return self.filter(used_at__isnull=True, expires_at__gt=now())

    def expired_before(self, moment: datetime) -> "RegistrationRequestQuerySet":
        """Return those whose link had expired before *moment*."""
        return self.filter(expires_at__lt=moment)


class RegistrationRequest(RegistrationAnswers):
    """A registration that its link has not confirmed: its address is not proved yet."""

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="registration_requests",
    )
    email = AddressField(_("e-mail address"))
    # A place of the gazetteer, which becomes a city of ours when it is confirmed.
    place = models.ForeignKey(
        "cities.Place",
        verbose_name=_("place in the gazetteer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=now, editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    used_at = models.DateTimeField(_("confirmed"), null=True, editable=False)

    # Its e-mails are deleted with it.
    mails = GenericRelation(Mail, content_type_field="about_type", object_id_field="about_id")

    objects = RegistrationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration to be confirmed")
        verbose_name_plural = _("registrations to be confirmed")
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=["session", "email"], name="registration_asked"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; a new one can be confirmed for two days."""
        if getattr(self, "expires_at", None) is None:
            self.expires_at = self.asked_at + CONFIRM_WITHIN
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Return whether its link still confirms. Twin of the QuerySet's `open`."""
        return self.used_at is None and now() < self.expires_at

    def get_state_display(self) -> str:
        """Return its state in a word."""
        if self.used_at is not None:
            return pgettext("registration", "confirmed")
        if self.is_open:
            return pgettext("registration", "unconfirmed")
        return pgettext("registration", "expired")

    def use(self) -> None:
        """Use up its link and those of earlier requests of the address for the session.

        Raise WrongState where it was used before or has expired.
        """
        verb = _("confirm")
        mine = RegistrationRequest.objects.open().filter(pk=self.pk)
        if not mine.update(used_at=now()):
            raise WrongState(self, verb)
        earlier = RegistrationRequest.objects.open().filter(
            session=self.session_id, email=self.email, asked_at__lte=self.asked_at
        )
        earlier.update(used_at=now())


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Confirmed registrations."""

    def of_sessions_before(self, moment: datetime) -> "RegistrationQuerySet":
        """Return those for sessions that began before *moment*."""
        return self.filter(participant__session__starts_at__lt=moment)


class Registration(RegistrationAnswers):
    """The answers of a participant, to be changed behind a personal link, without an account.

    The link is signed and not stored (`sessions_app.registration.signed_links`). *issue* counts
    the links that were made: only the last one gives access.
    """

    participant = models.OneToOneField(
        Participant,
        verbose_name=_("participant"),
        on_delete=models.CASCADE,
        related_name="registration",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issue = models.PositiveSmallIntegerField(default=1, editable=False)
    # Counts what was told of it: calendars take over an entry with a higher number.
    revision = models.PositiveIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), default=now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=now, editable=False)

    # Its e-mails are deleted with it.
    mails = GenericRelation(Mail, content_type_field="about_type", object_id_field="about_id")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("-confirmed_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def session(self) -> LearningSession:
        """Return the session of its participant."""
        return self.participant.session

    @property
    def is_page_open(self) -> bool:
        """Return whether the personal page can still be opened."""
        return now() < self.session.ends_at + PAGE_AFTERWARDS

    def raise_revision(self) -> None:
        """Count one more message about the registration, for calendars."""
        Registration.objects.filter(pk=self.pk).update(revision=F("revision") + 1)
        self.refresh_from_db(fields=["revision"])

    def renew_link(self) -> None:
        """Make a new personal link; those made before give no access any more."""
        Registration.objects.filter(pk=self.pk).update(issue=F("issue") + 1)
        self.refresh_from_db(fields=["issue"])
