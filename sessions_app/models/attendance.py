"""People in the meeting tool's file, and how many were present in a session."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import LineField
from sessions_app.models.people import Participant
from sessions_app.models.sessions import LearningSession


class MeetingAttendeeQuerySet(models.QuerySet["MeetingAttendee"]):
    """People in the files of meeting tools."""

    def counted(self) -> "MeetingAttendeeQuerySet":
        """Return those who count as present without being one of the participants."""
        return self.filter(participant__isnull=True, is_counted=True)

    def named_before(self, moment: datetime) -> "MeetingAttendeeQuerySet":
        """Return those of sessions before *moment* whose names are known."""
        return self.filter(session__starts_at__lt=moment).exclude(name="")

    def forget_names(self) -> None:
        """Forget names and addresses. Who counts without being a participant still counts."""
        counted = list(self.counted())
        self.exclude(pk__in=[row.pk for row in counted]).delete()
        for row in counted:
            row.name, row.key = "", f"#{row.pk}"
            row.save(update_fields=["name", "key"])


class MeetingAttendee(models.Model):
    """A person in the meeting tool's file, and whom organisers took them for.

    *key* is the address, or the name without order and accents: the same file read once more finds
    the same people.
    """

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="meeting_attendees",
    )
    key = models.CharField(max_length=254, editable=False)
    name = LineField(_("name in the meeting"), max_length=200, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    participant = models.ForeignKey(
        Participant,
        verbose_name=_("participant"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="meeting_attendances",
    )
    is_counted = models.BooleanField(_("counts as present"), default=True)

    objects = MeetingAttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in the meeting tool’s file")
        verbose_name_plural = _("people in the meeting tool’s file")
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("session", "key"), name="a_meeting_names_a_person_once")
        ]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many were present: *participants*, others who *counted*, and an organiser's number."""

    participants: int
    counted: int
    correction: int | None

    @property
    def computed(self) -> int:
        """Return how many were noted as present."""
        return self.participants + self.counted

    @property
    def number(self) -> int | None:
        """Return the number to tell; None while it is unknown."""
        return self.computed or None if self.correction is None else self.correction


def head_count(session: LearningSession) -> HeadCount:
    """Count who was present, in two queries."""
    present = session.participants.filter(status=Participant.Status.ATTENDED)
    return HeadCount(
        present.count(), session.meeting_attendees.counted().count(), session.attendance
    )
