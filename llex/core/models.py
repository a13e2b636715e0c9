"""Users, translation marks and outgoing mails: the foundations that need a table."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.db.collation import InLanguageOrder
from llex.core.db.fields import LineField
from llex.core.db.search_keys import SearchableModel
from llex.core.information.models import InformationPage
from llex.core.languages.phrases import labelled
from llex.core.mail.addresses import AddressField, normalize
from llex.core.mail.models import Mail
from llex.core.privacy.models import DataRequest, Erasure, PrivacyNotice, ProcessingNote
from llex.core.translations.marks import TextKey, TranslationMarkQuerySet

__all__ = [
    "DataRequest",
    "Erasure",
    "InformationPage",
    "Mail",
    "PrivacyNotice",
    "ProcessingNote",
    "TranslationMark",
    "User",
    "UserManager",
]


class UserManager(BaseUserManager["User"]):
    """Make users, who are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user. Raise ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normalize(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail address, whatever its case."""
        return self.get(email=normalize(username or ""))


class User(SearchableModel, AbstractUser):
    """A person who can log in: an organiser, a rapporteur, a city's officer."""

    searched = ("name", "email")

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = AddressField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("A user with this e-mail address exists already.")},
    )
    name = LineField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language of mails"),
        max_length=7,
        choices=languages.choices,
        default=languages.DEFAULT,
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment, misc]

    # Set for the length of a request by `llex.core.accounts.second_factor`.
    lacks_second_factor = False

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = (InLanguageOrder("name"), "email")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_address",
                violation_error_message=_("A user with this e-mail address exists already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Return whether the user has it; never while a required second factor is missing."""
        return not self.lacks_second_factor and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return not self.lacks_second_factor and super().has_module_perms(app_label)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email


class TranslationMark(models.Model):
    """How far one field of one object is translated into one language.

    The mark keeps the source it was made from; the translation is outdated when the source has
    changed since (`llex.core.translations.states`). It is written whenever the text is.
    """

    class State(models.TextChoices):
        MACHINE = "machine", pgettext_lazy("state of a translation", "machine")
        IN_REVIEW = "in_review", pgettext_lazy("state of a translation", "in review")
        APPROVED = "approved", pgettext_lazy("state of a translation", "approved")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    field = models.CharField(_("field"), max_length=60)
    language = models.CharField(_("language"), max_length=7, choices=languages.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    source_language = models.CharField(_("source language"), max_length=7)
    # Empty where the source had changed already before marks kept it.
    source_text = models.TextField(_("source it was made from"), blank=True)
    source_digest = models.CharField(_("digest of the source"), max_length=64)
    text_digest = models.CharField(_("digest of the translation"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        User, verbose_name=_("by"), null=True, blank=True, on_delete=models.SET_NULL
    )

    objects = TranslationMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation mark")
        verbose_name_plural = _("translation marks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("content_type", "object_id", "field", "language"),
                name="one_mark_per_text_and_language",
            ),
        ]

    def __str__(self) -> str:
        return labelled(f"{self.field} {self.language}", self.get_state_display())

    @property
    def about(self) -> TextKey:
        """Return the text and the language that it is about, by which marks are looked up."""
        return self.content_type_id, self.object_id, self.field, self.language
