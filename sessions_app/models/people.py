"""People, and their part in a session."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.db.collation import InLanguageOrder
from llex.core.db.fields import LineField
from llex.core.db.search_keys import SearchableModel
from llex.core.languages.scripts import in_script_of
from llex.core.mail.addresses import AddressField
from llex.core.privacy.models import PrivacyNotice
from llex.core.states import move
from llex.core.translations.sources import WrittenInSession
from sessions_app.models.series import Organisation
from sessions_app.models.sessions import LearningSession
from sessions_app.querysets import ParticipantQuerySet


class Person(SearchableModel):
    """A person who takes part in sessions. The e-mail address is private."""

    # Not the address: who may not see it could guess it by searching.
    searched = ("name", "family_name", "other_spellings")

    name = LineField(_("name"), max_length=200)
    family_name = LineField(
        _("family name"),
        max_length=200,
        blank=True,
        help_text=_("Where it is known, lists are sorted by it. The name above stays as it is."),
    )
    other_spellings = models.JSONField(_("other spellings"), default=list, blank=True)
    email = AddressField(_("e-mail address"), blank=True, help_text=_("Private: never published."))
    # Since when the person gets only the e-mails that a registration needs.
    mails_declined_at = models.DateTimeField(
        _("declined other e-mails"), null=True, blank=True, editable=False
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    city = models.ForeignKey(
        "cities.City",
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    # Of those who look alike, the ones whom organisers know to be others.
    distinct_from = models.ManyToManyField("self", blank=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = (InLanguageOrder("family_name", "name"), InLanguageOrder("name"), "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_person_per_email",
                violation_error_message=_("Another person has this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Return the name in the script of *language*, where it is known in that."""
        return in_script_of(language, self.name, self.other_spellings)


class Participant(WrittenInSession, models.Model):
    """A person in one session, with the role and position held that day."""

    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("role in a session", "Chair")
        SPEAKER = "speaker", pgettext_lazy("role in a session", "Speaker")
        CITY = "city", pgettext_lazy("role in a session", "City representative")
        PARTNER = "partner", pgettext_lazy("role in a session", "Partner")
        RAPPORTEUR = "rapporteur", pgettext_lazy("role in a session", "Rapporteur")
        PARTICIPANT = "participant", pgettext_lazy("role in a session", "Participant")

    class Status(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("registration", "registered")
        WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
        ATTENDED = "attended", pgettext_lazy("registration", "attended")
        CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="participants",
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT
    )
    position = LineField(
        _("position"),
        max_length=300,
        blank=True,
        help_text=_("As held on the day of the session."),
    )
    printed_name = LineField(
        _("name as published"),
        max_length=200,
        blank=True,
        help_text=_("In this session alone. Empty: the name of the person."),
    )
    printed_name_in_script = LineField(
        _("name as published, in another script"), max_length=200, blank=True
    )
    status = models.CharField(
        _("registration"), max_length=12, choices=Status.choices, default=Status.REGISTERED
    )
    # The order of the waiting list; of those without, the earlier row comes first, after the rest.
    waiting_number = models.PositiveIntegerField(null=True, editable=False)
    consents_to_listing = models.BooleanField(
        _("agrees to be listed"),
        default=False,
        help_text=_("Only then does the note name this person among the participants."),
    )
    # Which version of the privacy notice held when the person agreed to be listed, or AS_PRINTED.
    privacy_notice = models.CharField(
        _("version of the privacy notice"), max_length=40, blank=True, editable=False
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    # Instead of a version: a note that was imported lists the person, and no consent is stored.
    AS_PRINTED: ClassVar[str] = "as printed in an imported note"

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("order", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "person"),
                name="a_person_takes_part_once",
                violation_error_message=_("This person is in the session already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, with the version of the privacy notice under which the person agreed."""
        if self.status != self.Status.WAITING:
            self.waiting_number = None
        if not self.consents_to_listing:
            self.privacy_notice = ""
        elif not self.privacy_notice:
            self.privacy_notice = PrivacyNotice.objects.current_version()
        fields = kwargs.get("update_fields")
        if fields is not None and "consents_to_listing" in fields:
            kwargs["update_fields"] = {*fields, "privacy_notice"}
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """Return the name under which the person is published in this session."""
        return self.printed_name or self.person.name

    def name_in(self, language: str) -> str:
        """Return that name in the script of *language*, where it is known in that."""
        person = self.person
        others = (self.printed_name_in_script, *person.other_spellings, person.name)
        return in_script_of(language, self.name, others)

    @property
    def is_listed(self) -> bool:
        """Return whether the note may name this person. Twin of `ParticipantQuerySet.listed`."""
        return self.consents_to_listing and self.takes_part

    @property
    def takes_part(self) -> bool:
        """Return whether this person has a place. Twin of `ParticipantQuerySet.taking_part`."""
        return self.status in (self.Status.REGISTERED, self.Status.ATTENDED)

    def get_state_display(self) -> str:
        """Return the registration's state in words, for messages about states."""
        return str(self.get_status_display())

    def give_place(self) -> None:
        """Give a place to a person who waits or had cancelled. Raise WrongState for others."""
        self._move(
            _("give a place"),
            [self.Status.WAITING, self.Status.CANCELLED],
            self.Status.REGISTERED,
            waiting_number=None,
        )

    def wait(self, number: int) -> None:
        """Put a person who had cancelled on the waiting list. Raise WrongState for others."""
        self._move(
            _("put on the waiting list"),
            [self.Status.CANCELLED],
            self.Status.WAITING,
            waiting_number=number,
        )

    def cancel(self) -> None:
        """Cancel a registration. Raise WrongState for one that is cancelled or was present."""
        self._move(
            _("cancel"),
            [self.Status.REGISTERED, self.Status.WAITING],
            self.Status.CANCELLED,
            waiting_number=None,
        )

    def mark_present(self) -> None:
        """Note that a person was there, whatever the registration. Raise WrongState if noted."""
        before = [self.Status.REGISTERED, self.Status.WAITING, self.Status.CANCELLED]
        self._move(_("mark as present"), before, self.Status.ATTENDED, waiting_number=None)

    def mark_absent(self) -> None:
        """Take back that a person was there. Raise WrongState unless that was noted."""
        self._move(_("mark as absent"), [self.Status.ATTENDED], self.Status.REGISTERED)

    def _move(self, verb: Any, allowed: Collection[str], to: str, **changes: Any) -> None:
        move(self, verb=verb, allowed=allowed, to=to, field="status", **changes)
