"""When the review of a contribution begins: until then the city may change what it has sent."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, DateTimeField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from llex.core.states import WrongState, move

if TYPE_CHECKING:
    from llex.core.models import User


class ReviewBegun(WrongState):
    """The organisers have begun to review it, so that the city no longer changes it."""

    def __init__(self, contribution: models.Model) -> None:
        super().__init__(contribution, "")

    def __str__(self) -> str:
        text = _(
            "The organisers have begun to read the contribution of %(city)s, so it can no longer be"
            " changed here. Write to them if something must be put right."
        )
        return str(text) % {"city": self.instance}


class ReviewedByOrganisers(models.Model):
    """The part of a contribution that says whether organisers have begun to review it."""

    State: Any
    state: Any
    wording_before: Any

    review_began_at = models.DateTimeField(_("review begun"), null=True, editable=False)
    review_began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("review begun by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def may_be_taken_up(self) -> bool:
        """Return whether it was sent and no organiser has begun to review it."""
        return self.state == self.State.SUBMITTED and self.review_began_at is None

    def take_up(self) -> None:
        """Make it a draft again for the city, or what was sent back where it had been.

        Raise ReviewBegun once a review has begun, and WrongState unless submitted.
        """
        was_sent_back = self.wording_before is not None
        try:
            move(
                self,
                verb=_("change what was sent"),
                allowed=[self.State.SUBMITTED],
                to=self.State.CHANGES_REQUESTED if was_sent_back else self.State.DRAFT,
                only=Q(review_began_at__isnull=True),
            )
        except WrongState as problem:
            is_read = not problem.is_gone and self.state == self.State.SUBMITTED
            raise (ReviewBegun(self) if is_read else problem) from None

    def begin_review(self, *, by: "User | None" = None) -> None:
        """Begin to review it: from now on the city no longer changes it.

        A second organiser leaves it as the first began it. Raise WrongState unless submitted.
        """
        move(
            self,
            verb=_("begin the review"),
            allowed=[self.State.SUBMITTED],
            review_began_at=Coalesce("review_began_at", Value(now(), DateTimeField())),
            review_began_by=Case(
                When(review_began_at__isnull=False, then=F("review_began_by")),
                default=Value(by.pk if by else None),
            ),
        )
