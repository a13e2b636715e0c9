"""Saving a draft: one guarded UPDATE, so that nobody overwrites a colleague without knowing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities import collecting
from cities.draft_rows import from_rows
from cities.drafts import Draft
from cities.models import Contribution
from llex.models import User
from llex.states import WrongState

# Where a draft is saved; an invited city starts with its first.
_WRITING = (
    Contribution.State.INVITED,
    Contribution.State.DRAFT,
    Contribution.State.CHANGES_REQUESTED,
)


class DraftConflict(Exception):
    """Somebody saved another version meanwhile: *theirs*, by whom and when."""

    def __init__(self, contribution: Contribution) -> None:
        self.contribution = contribution
        self.theirs = current(contribution)
        self.version: int = contribution.draft_version
        self.by: User | None = contribution.draft_saved_by
        self.at: datetime | None = contribution.draft_saved_at
        super().__init__(f"{contribution} is at version {self.version}.")


class CollectionClosed(Exception):
    """The time for contributions is over."""


def current(contribution: Contribution) -> Draft:
    """Return what was typed and not sent; where nothing is, what the rows say."""
    if contribution.draft is None:
        return from_rows(contribution)
    return Draft.from_data(contribution.draft)


def save(
    contribution: Contribution, draft: Draft, *, version: int, page: str = "", by: User | None
) -> None:
    """Keep what was typed over version *version*, and start an invited contribution.

    *page* names the open page it was typed in: what that same page saved before is never in its
    way, for its answer may have been lost on the way. Raise DraftConflict when somebody else saved
    meanwhile, CollectionClosed after the last day, WrongState where the city may not write now; in
    each case nothing is stored.
    """
    if collecting.has_closed(contribution):
        raise CollectionClosed
    data = draft.to_data()
    base = Q(draft_version=version)
    if page:
        base |= Q(draft__page=page)
    rows = Contribution.objects.filter(base, pk=contribution.pk, state__in=_WRITING)
    with transaction.atomic():
        changed = rows.update(
            draft=data | {"page": page},
            draft_version=F("draft_version") + 1,
            draft_saved_at=now(),
            draft_saved_by=by,
        )
        contribution.refresh_from_db()
        if contribution.state == Contribution.State.INVITED and changed:
            contribution.start()
    if not changed:
        _refuse(contribution, draft)


def _refuse(contribution: Contribution, draft: Draft) -> None:
    if contribution.state not in _WRITING:
        raise WrongState(contribution, _("write"))
    if current(contribution) != draft:
        raise DraftConflict(contribution)


def discard(contribution: Contribution) -> None:
    """Forget the draft once its rows are written; whoever still holds an old version is told."""
    Contribution.objects.filter(pk=contribution.pk).update(
        draft=None, draft_version=F("draft_version") + 1
    )
    contribution.refresh_from_db(fields=["draft", "draft_version"])
