"""The session: when, where, about what, and the texts of its note."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import LineField, ProseField
from llex.core.db.former_slugs import FormerSlugsMixin
from llex.core.db.search_keys import SearchableModel
from llex.core.time_zones.choices import validate_time_zone
from llex.core.time_zones.moments import UnclearMoment, in_zone, keep_local_time
from sessions_app.models.calendar_entries import CalendarEntryMixin
from sessions_app.models.series import Series
from sessions_app.models.session_languages import (
    all_languages,
    validate_languages,
    validate_spoken_languages,
)
from sessions_app.models.session_registration import SessionRegistrationMixin
from sessions_app.models.session_states import SessionStateMixin
from sessions_app.querysets import OPEN_AFTERWARDS, LearningSessionQuerySet


class LearningSession(
    SessionRegistrationMixin,
    SessionStateMixin,
    CalendarEntryMixin,
    SearchableModel,
    FormerSlugsMixin,
):
    """One session of a series. Its note is written here and published as editions."""

    searched = ("title",)

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="sessions"
    )
    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    title = LineField(_("title"), max_length=300)
    slug = models.SlugField(
        pgettext_lazy("of a page", "address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("The end of its address; left empty, it is made from the title."),
    )
    starts_at = models.DateTimeField(_("starts"))
    duration = models.PositiveSmallIntegerField(
        _("duration"),
        default=90,
        validators=[MinValueValidator(5), MaxValueValidator(24 * 60)],
        help_text=_("In minutes."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    join_link = models.URLField(
        _("link to join"),
        blank=True,
        help_text=_("Private: it is sent to those who are registered and never published."),
    )
    recording = models.URLField(_("link to the recording"), blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    attendance = models.PositiveIntegerField(
        _("head count"),
        null=True,
        blank=True,
        help_text=_("Empty: the number of those who were noted as present."),
    )
    attendance_reason = LineField(
        _("reason for this head count"),
        max_length=300,
        blank=True,
        help_text=_("For the organisers: it is not published."),
    )
    languages = models.JSONField(
        _("languages of the note"),
        default=all_languages,
        validators=[validate_languages],
        help_text=_("The first is the one in which the note is written."),
    )
    announced_at = models.DateTimeField(
        _("announced"),
        null=True,
        blank=True,
        help_text=_("From then on the public sees the session."),
    )
    contributions_due_at = models.DateTimeField(
        _("contributions due"),
        null=True,
        blank=True,
        help_text=_("Empty: cities can begin a contribution until 30 days after the session."),
    )
    contributions_close_at = models.DateTimeField(
        _("late contributions until"),
        null=True,
        blank=True,
        help_text=_(
            "Cities that are late may still send theirs until then; empty: until the due date."
        ),
    )
    open_call = models.BooleanField(
        _("open call"),
        default=False,
        help_text=_(
            "Cities without an invitation may ask to contribute, on the session’s"
            " page; you confirm each of them."
        ),
    )
    spoken_languages = models.JSONField(
        _("languages spoken"), default=list, blank=True, validators=[validate_spoken_languages]
    )
    interpretation = models.JSONField(
        _("interpretation into"), default=list, blank=True, validators=[validate_spoken_languages]
    )
    announcement = ProseField(
        _("about the session"),
        blank=True,
        help_text=_("Shown on the session’s page from its announcement on."),
    )
    guiding_questions = ProseField(_("guiding questions"), blank=True)
    summary = ProseField(
        _("in short"),
        blank=True,
        help_text=_("Three to five findings, one on each line. They come first in the note."),
    )
    introduction = ProseField(_("introduction"), blank=True)
    priorities_text = ProseField(_("challenges and priorities"), blank=True)
    front_line_text = ProseField(_("on the front line"), blank=True)
    vision_text = ProseField(_("shared vision"), blank=True)
    closing_text = ProseField(_("the way forward"), blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    # Agreed on by the hour where the session is held: another zone makes them other moments.
    LOCAL_MOMENTS: ClassVar[tuple[str, ...]] = (
        "starts_at",
        "registration_opens_at",
        "registration_closes_at",
        "contributions_due_at",
        "contributions_close_at",
    )

    objects = LearningSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("-starts_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("series", "number"),
                name="sessions_of_a_series_are_numbered",
                violation_error_message=_("Another session of this series has this number."),
            ),
            models.CheckConstraint(
                condition=Q(duration__gte=5, duration__lte=24 * 60),
                name="a_session_ends_within_a_day",
                violation_error_message=_("A session lasts from 5 minutes to 24 hours."),
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=models.F("registration_opens_at")),
                name="registration_closes_after_it_opens",
                violation_error_message=_("Registration must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(contributions_close_at__isnull=True)
                | Q(
                    contributions_due_at__isnull=False,
                    contributions_close_at__gte=models.F("contributions_due_at"),
                ),
                name="contributions_close_after_they_are_due",
                violation_error_message=_(
                    "Give the due date first; late contributions are taken after it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:session_detail", args=[self.slug])

    def keeps_former_slug(self) -> bool:
        """Whether readers may know the address: the session is announced or its note published."""
        return self.announced_at is not None or self.editions.exists()

    def slug_hints(self) -> list[str]:
        # A form may have been sent without it.
        starts_at: datetime | None = self.starts_at
        if starts_at is None:
            return []
        return [in_zone(starts_at, self.time_zone).date().isoformat()]

    @property
    def ends_at(self) -> datetime:
        """Return the moment at which the session is planned to end."""
        return self.starts_at + timedelta(minutes=self.duration)

    @property
    def main_language(self) -> str:
        """Return the language in which the note is written; the others are translated from it."""
        return str(self.languages[0])

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return self.main_language

    @property
    def is_announced(self) -> bool:
        """Return whether the public sees it. Twin of `LearningSessionQuerySet.announced`."""
        return self.announced_at is not None and self.announced_at <= now()

    @property
    def takes_contributions(self) -> bool:
        """Return whether cities may write. Twin of the QuerySet's `taking_contributions`."""
        closes = (
            self.contributions_close_at
            or self.contributions_due_at
            or self.starts_at + OPEN_AFTERWARDS
        )
        return self.is_announced and not self.is_cancelled and now() < closes

    @property
    def calls_openly(self) -> bool:
        """Return whether uninvited cities may apply. Twin of the QuerySet's `calling_openly`."""
        return self.open_call and self.takes_contributions

    @property
    def is_past_due(self) -> bool:
        """Return whether a contribution that arrives now is late."""
        return self.contributions_due_at is not None and self.contributions_due_at <= now()

    def move_to_zone(self, zone: str) -> None:
        """Hold the session in *zone*, with the hours of its local moments as they were.

        Raise UnclearMoment where the clocks of *zone* skip or repeat one of these hours.
        """
        moved = {}
        for name in self.LOCAL_MOMENTS:
            if (moment := getattr(self, name)) is not None:
                try:
                    moved[name] = keep_local_time(moment, self.time_zone, zone)
                except UnclearMoment as problem:
                    label = capfirst(str(self._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
                    text = gettext("%(field)s: %(problem)s") % {"field": label, "problem": problem}
                    raise UnclearMoment(text) from problem
        for name, kept in moved.items():
            setattr(self, name, kept)
        self.time_zone = zone
