"""Invitations of speakers and representatives, with what they write."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import Officer
from llex.core import languages
from llex.core.db.fields import LineField, ProseField
from llex.core.languages.translation_marks import source_text
from llex.core.mail.models import UNDELIVERED, Mail
from llex.core.states import WrongState, move, reload
from sessions_app.models.people import Participant
from sessions_app.models.sessions import LearningSession

# A personal page can be read this long after the session.
SPEAKER_PAGE_AFTERWARDS: Final = timedelta(days=60)
# What speakers sent is deleted this long after the session.
SPEAKERS_KEPT: Final = timedelta(days=1095)
LONGEST_BIOGRAPHY: Final = 800
# Two organisers who press at once, or one who presses twice, send one reminder.
REMINDER_QUIET: Final = timedelta(hours=20)


class SpeakerInvitationQuerySet(models.QuerySet["SpeakerInvitation"]):
    """Invitations of speakers."""

    def of_sessions_before(self, moment: datetime) -> "SpeakerInvitationQuerySet":
        """Return those to sessions that began before *moment*."""
        return self.filter(participant__session__starts_at__lt=moment)

    def with_pieces(self) -> "SpeakerInvitationQuerySet":
        """Return them with what was sent, read in the same query; not the text of slides."""
        return self.select_related("picture", "slides").defer("slides__text")

    def with_news(self) -> "SpeakerInvitationQuerySet":
        """Return those of whom organisers have not seen all changes. Twin of `has_news`."""
        return self.exclude(changes={})

    def published(self) -> "SpeakerInvitationQuerySet":
        """Return those of confirmed speakers who agreed to be named. Twin of `is_published`."""
        return self.filter(
            state="confirmed",
            participant__consents_to_listing=True,
            participant__status__in=("registered", "attended"),
        )


class SpeakerInvitation(models.Model):
    """The invitation of a participant to a role in a session, answered behind a personal link.

    The link is signed and not stored (`sessions_app.speakers.speaker_links`). *issue* counts the
    links that were made: only the last one gives access. *changes* are what the speaker changed
    since an organiser looked: by field, the values before and after.
    """

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("state of a speaker", "invited")
        CONFIRMED = "confirmed", pgettext_lazy("state of a speaker", "confirmed")
        DECLINED = "declined", pgettext_lazy("state of a speaker", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a speaker", "withdrawn")

    participant = models.OneToOneField(
        Participant,
        verbose_name=_("participant"),
        on_delete=models.CASCADE,
        related_name="speaker_invitation",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issue = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.INVITED, editable=False
    )
    language = models.CharField(
        _("language of mails"), max_length=7, choices=languages.choices, default=languages.DEFAULT
    )
    address_source = models.CharField(
        _("where the address comes from"),
        max_length=14,
        choices=Officer.AddressSource.choices,
        default=Officer.AddressSource.CONTACTS,
    )
    asks_picture = models.BooleanField(_("asks for a picture"), default=True)
    asks_biography = models.BooleanField(_("asks for a biography"), default=True)
    asks_slides = models.BooleanField(_("asks for slides"), default=False)
    due_at = models.DateTimeField(_("to be sent by"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invited"), default=now, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    opened_at = models.DateTimeField(_("first opened"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)
    changes = models.JSONField(_("changes"), default=dict, blank=True, editable=False)
    reason = ProseField(_("reason for declining"), blank=True, editable=False)
    organisation_name = LineField(_("organisation"), max_length=200, blank=True)
    biography = ProseField(_("biography"), blank=True)
    written_in = models.CharField(
        _("language of the biography"), max_length=7, default=languages.DEFAULT, editable=False
    )
    biography_accepted_at = models.DateTimeField(_("biography accepted"), null=True, editable=False)

    # Its e-mails are deleted with it.
    mails = GenericRelation(Mail, content_type_field="about_type", object_id_field="about_id")

    objects = SpeakerInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation of a speaker")
        verbose_name_plural = _("invitations of speakers")
        ordering = ("participant__order", "participant_id")

    def __str__(self) -> str:
        return str(self.participant)

    @property
    def session(self) -> LearningSession:
        """Return the session of its participant."""
        return self.participant.session

    @property
    def is_published(self) -> bool:
        """Return whether readers may see the speaker. Twin of the QuerySet's `published`."""
        return self.state == self.State.CONFIRMED and self.participant.is_listed

    @property
    def has_news(self) -> bool:
        """Return whether there are changes to look at. Twin of the QuerySet's `with_news`."""
        return bool(self.changes)

    @property
    def awaits_answer(self) -> bool:
        """Return whether the speaker has neither confirmed nor declined."""
        return self.state == self.State.INVITED

    @property
    def is_page_open(self) -> bool:
        """Return whether the personal page can still be opened."""
        return now() < self.session.ends_at + SPEAKER_PAGE_AFTERWARDS

    @property
    def was_just_reminded(self) -> bool:
        """Return whether a reminder was sent in the last hours."""
        return self.reminded_at is not None and self.reminded_at > now() - REMINDER_QUIET

    @property
    def may_be_answered(self) -> bool:
        """Return whether the speaker may still answer, change and send."""
        is_held = not self.session.is_cancelled and now() < self.session.ends_at
        return is_held and self.state in (self.State.INVITED, self.State.CONFIRMED)

    @property
    def is_undelivered(self) -> bool:
        """Return whether the last e-mail about it failed, was given up or came back."""
        last = max(self.mails.all(), key=lambda mail: mail.pk, default=None)
        return last is not None and last.state in UNDELIVERED

    @property
    def own_biography(self) -> str:
        """Return the biography as the speaker wrote it."""
        return source_text(self, "biography", self.written_in) or ""

    def mark_opened(self) -> None:
        """Note the moment at which the link was first opened."""
        rows = SpeakerInvitation.objects.filter(pk=self.pk, opened_at__isnull=True)
        rows.update(opened_at=now())

    def confirm(self) -> None:
        """Take the role. Raise WrongState unless it is offered or taken already."""
        allowed = [self.State.INVITED, self.State.CONFIRMED]
        self._move(_("confirm"), allowed, self.State.CONFIRMED, answered_at=now())

    def decline(self, reason: str) -> None:
        """Decline the role, or give it back. Raise WrongState unless it is offered or taken."""
        allowed = [self.State.INVITED, self.State.CONFIRMED]
        self._move(_("decline"), allowed, self.State.DECLINED, answered_at=now(), reason=reason)

    def withdraw(self) -> None:
        """Take the offer back: the link gives no access. Raise WrongState for a withdrawn one."""
        allowed = [self.State.INVITED, self.State.CONFIRMED, self.State.DECLINED]
        self._move(_("withdraw"), allowed, self.State.WITHDRAWN)

    def invite_again(self) -> None:
        """Offer the role once more, by a new link. Raise WrongState while it is offered."""
        allowed = [self.State.DECLINED, self.State.WITHDRAWN]
        self._move(
            _("invite again"), allowed, self.State.INVITED, issue=F("issue") + 1,
            invited_at=now(), opened_at=None, answered_at=None, reason="",
        )  # fmt: skip

    def renew_link(self) -> None:
        """Make a new link; those made before give no access. Raise WrongState for a closed one."""
        allowed = [self.State.INVITED, self.State.CONFIRMED]
        move(self, verb=_("make a new link"), allowed=allowed, issue=F("issue") + 1)

    def mark_reminded(self) -> None:
        """Note that a reminder was sent. Raise WrongState for a closed one, or just after one."""
        allowed = [self.State.INVITED, self.State.CONFIRMED]
        moment = now()
        quiet = Q(reminded_at__isnull=True) | Q(reminded_at__lte=moment - REMINDER_QUIET)
        move(self, verb=_("remind"), allowed=allowed, only=quiet, reminded_at=moment)

    def mark_seen(self, shown: str) -> None:
        """Note that an organiser has looked at the changes. Raise WrongState if there are newer."""
        if self.changed_at is None or self.changed_at.isoformat() != shown:
            raise WrongState(self, _("mark as seen"))
        SpeakerInvitation.objects.filter(pk=self.pk, changed_at=self.changed_at).update(changes={})
        reload(self, verb=_("mark as seen"), fields=["changes"])

    def accept_biography(self, *, is_accepted: bool = True) -> None:
        """Show the biography to readers, or hide it."""
        self.biography_accepted_at = now() if is_accepted else None
        self.save(update_fields=["biography_accepted_at"])

    def _move(self, verb: Any, allowed: Collection[str], to: str, **changes: Any) -> None:
        move(self, verb=verb, allowed=allowed, to=to, **changes)


def invitation_of(participant: Participant) -> SpeakerInvitation | None:
    """Return the invitation of a participant, if there is one."""
    return getattr(participant, "speaker_invitation", None)
