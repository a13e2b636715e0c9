"""Comments on the draft of a note, and approvals of it, by those who have a private link."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.db.fields import LineField, ProseField
from llex.core.languages.phrases import labelled
from llex.core.states import WrongState, move, reload
from sessions_app.models.review_links import ReviewLink


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    """Comments on drafts."""

    def open(self) -> "ReviewCommentQuerySet":
        """Return those that wait for the organisers."""
        return self.filter(state=ReviewComment.State.OPEN)


class ReviewComment(models.Model):
    """A remark on one passage of the draft, with the answer of the organisers.

    *anchor* is the passage's place in the page of the note, *place* its name as the reader saw it
    and *excerpt* the beginning of what it said then: the text may change, or go.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a comment", "open")
        ANSWERED = "answered", pgettext_lazy("state of a comment", "answered")
        DONE = "done", pgettext_lazy("state of a comment", "done")

    link = models.ForeignKey(
        ReviewLink,
        verbose_name=_("private link to the draft"),
        on_delete=models.CASCADE,
        related_name="comments",
    )
    language = models.CharField(_("language"), max_length=7, choices=languages.choices)
    anchor = models.CharField(max_length=160, blank=True, editable=False)
    place = LineField(_("passage"), max_length=400, editable=False)
    excerpt = models.CharField(_("text at that time"), max_length=400, blank=True, editable=False)
    text = ProseField(_("comment"))
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    written_at = models.DateTimeField(_("written"), default=now, editable=False)
    edited_at = models.DateTimeField(_("changed"), null=True, editable=False)
    answer = ProseField(_("answer"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on the draft")
        verbose_name_plural = _("comments on the draft")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.place

    @property
    def is_open(self) -> bool:
        """Return whether it waits for the organisers; only then its author may change it."""
        return self.state == self.State.OPEN

    def edit(self, text: str) -> None:
        """Replace its text. Raise WrongState once the organisers have dealt with it."""
        move(self, verb=_("change"), allowed=[self.State.OPEN], text=text, edited_at=now())

    def remove(self) -> None:
        """Delete it. Raise WrongState once the organisers have dealt with it."""
        still_open = ReviewComment.objects.filter(pk=self.pk, state=self.State.OPEN)
        if not still_open.delete()[0]:
            reload(self, verb=_("delete"))
            raise WrongState(self, _("delete"))

    def give_answer(self, text: str, *, by: Any) -> None:
        """Answer it, or improve the answer. Raise WrongState where it is done."""
        move(
            self,
            verb=_("answer"),
            allowed=[self.State.OPEN, self.State.ANSWERED],
            to=self.State.ANSWERED,
            answer=text,
            answered_at=now(),
            answered_by=by,
        )

    def close(self) -> None:
        """Note that it is dealt with. Raise WrongState where it is done already."""
        allowed = [self.State.OPEN, self.State.ANSWERED]
        move(self, verb=_("mark as done"), allowed=allowed, to=self.State.DONE)

    def reopen(self) -> None:
        """Note that it is not dealt with after all. Raise WrongState unless it is done."""
        move(self, verb=_("reopen"), allowed=[self.State.DONE], to=self.State.OPEN)


class ReviewApproval(models.Model):
    """A reader of the draft agrees to the note in one language, as it was then.

    *checksum* is that of the document that was read: another one now means that the text has
    changed since.
    """

    link = models.ForeignKey(
        ReviewLink,
        verbose_name=_("private link to the draft"),
        on_delete=models.CASCADE,
        related_name="approvals",
    )
    language = models.CharField(_("language"), max_length=7, choices=languages.choices)
    checksum = models.CharField(_("checksum"), max_length=64)
    approved_at = models.DateTimeField(_("approved"), default=now)

    class Meta:
        verbose_name = _("approval of the draft")
        verbose_name_plural = _("approvals of the draft")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("link", "language"), name="one_approval_of_the_draft_per_language"
            ),
        ]

    def __str__(self) -> str:
        return labelled(languages.name_of(self.language), self.link.name)
