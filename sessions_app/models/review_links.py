"""Private links by which the chair and partners read the draft of a note without an account."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from llex.core import languages
from llex.core.db.fields import LineField
from llex.core.languages.phrases import labelled
from llex.core.mail.addresses import AddressField
from llex.core.mail.models import UNDELIVERED, Mail
from llex.core.states import WrongState, reload
from sessions_app.models.sessions import LearningSession

# A link ends this long after the session, unless organisers set another end.
AFTERWARDS: Final = timedelta(days=14)
# The last visit is noted once in so long.
_VISIT: Final = timedelta(minutes=5)


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    """Private links to drafts."""

    def ended_before(self, moment: datetime) -> "ReviewLinkQuerySet":
        """Return those that expired or were revoked before *moment*."""
        return self.filter(Q(expires_at__lt=moment) | Q(revoked_at__lt=moment))

    def forget_address(self, email: str) -> None:
        """Delete the links of an erased person, with everything that belongs to them."""
        for link in self.filter(email=email) if email else ():
            link.delete()


class ReviewLink(models.Model):
    """A private link of a named person to the draft of one session's note.

    The link itself is signed and not stored (`sessions_app.note_review.links`). *issue* counts the
    links that were made of the row: only the last one gives access.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("role of a reader of the draft", "Chair")
        PARTNER = "partner", pgettext_lazy("role of a reader of the draft", "Partner")
        SPEAKER = "speaker", pgettext_lazy("role of a reader of the draft", "Speaker")
        OTHER = "other", pgettext_lazy("role of a reader of the draft", "Other")

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="review_links",
    )
    name = LineField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.CHAIR)
    email = AddressField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language"), max_length=7, choices=languages.choices, default=languages.DEFAULT
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issue = models.PositiveSmallIntegerField(default=1, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    opened_at = models.DateTimeField(_("first opened"), null=True, editable=False)
    seen_at = models.DateTimeField(_("last opened"), null=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Its e-mails are deleted with it.
    mails = GenericRelation(Mail, content_type_field="about_type", object_id_field="about_id")

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("private link to the draft")
        verbose_name_plural = _("private links to the draft")
        ordering = ("pk",)

    def __str__(self) -> str:
        return labelled(self.get_role_display(), self.name)

    @property
    def is_valid(self) -> bool:
        """Return whether the last link that was made gives access."""
        return self.revoked_at is None and now() < self.expires_at

    @property
    def is_undelivered(self) -> bool:
        """Return whether the last e-mail with the link failed, was given up or came back."""
        last = max(self.mails.all(), key=lambda mail: mail.pk, default=None)
        return last is not None and last.state in UNDELIVERED

    def get_state_display(self) -> str:
        """Return its state in a word or two; of several, the most important one."""
        states = (
            (self.revoked_at is not None, pgettext("state of a private link", "revoked")),
            (self.expires_at <= now(), pgettext("state of a private link", "expired")),
            (self.opened_at is not None, pgettext("state of a private link", "opened")),
            (self.is_undelivered, pgettext("state of a private link", "not delivered")),
        )
        holding = (words for condition, words in states if condition)
        return next(holding, pgettext("state of a private link", "not opened yet"))

    def mark_opened(self) -> None:
        """Note that the draft was opened: the first time, and the last."""
        row = ReviewLink.objects.filter(pk=self.pk)
        row.filter(opened_at__isnull=True).update(opened_at=now())
        row.filter(Q(seen_at__isnull=True) | Q(seen_at__lt=now() - _VISIT)).update(seen_at=now())

    def revoke(self) -> None:
        """End the link for good; one that was revoked before keeps its time."""
        ReviewLink.objects.filter(pk=self.pk, revoked_at__isnull=True).update(revoked_at=now())
        reload(self, verb=_("revoke"), fields=["revoked_at"])

    def renew(self, until: datetime) -> None:
        """Make a new link that ends at *until*; links made before give no access any more.

        Raise WrongState for one that was revoked.
        """
        self._update(_("renew"), issue=F("issue") + 1, expires_at=until)

    def correct_address(self, email: str, language: str) -> None:
        """Set the address and language to write to. Raise WrongState for a revoked link."""
        self._update(_("correct the address"), email=email, language=language)

    def _update(self, verb: Any, **changes: Any) -> None:
        changed = ReviewLink.objects.filter(pk=self.pk, revoked_at__isnull=True).update(**changes)
        reload(self, verb=verb, fields=[*changes, "revoked_at"])
        if not changed:
            raise WrongState(self, verb)


def default_end(session: LearningSession) -> datetime:
    """Return when a link ends for which organisers set no other end."""
    return max(session.ends_at, now()) + AFTERWARDS
