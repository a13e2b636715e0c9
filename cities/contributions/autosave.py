"""Saving a draft: merged with a colleague's, and stored by one guarded UPDATE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.contributions import deadlines
from cities.contributions.draft_merging import Known, Merged, merge
from cities.contributions.draft_rows import from_rows
from cities.contributions.drafts import Differences, Draft
from cities.models import Contribution
from llex.core.models import User
from llex.core.states import WrongState

# Where a draft is saved; an invited city starts with its first.
_WRITING = (
    Contribution.State.INVITED,
    Contribution.State.DRAFT,
    Contribution.State.CHANGES_REQUESTED,
)


# The number of times that a save is merged again when another page is faster.
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class MergeInput:
    """The data sent with a draft, to merge it with a version saved meanwhile.

    *known* is what the page was shown or sent last. *choices* decide conflicts by their controls;
    *everything*, said in the knowledge of *their_version*, decides all of them.
    """

    known: Known = field(default_factory=Known)
    choices: Mapping[str, str] = field(default_factory=dict)
    everything: str = ""
    their_version: int = -1


class DraftConflict(Exception):
    """The same fields were changed meanwhile: by whom and when, and both versions *merged*."""

    def __init__(self, contribution: Contribution, merged: Merged, known: Known) -> None:
        self.contribution = contribution
        self.merged = merged
        # What the page knows that is shown this.
        self.known = known
        self.version: int = contribution.draft_version
        self.by: User | None = contribution.draft_saved_by
        self.at: datetime | None = contribution.draft_saved_at
        super().__init__(f"{contribution} is at version {self.version}.")


def current_draft(contribution: Contribution) -> Draft:
    """Return what was typed and not sent; where nothing is, what the rows say."""
    if contribution.draft is None:
        return from_rows(contribution)
    return Draft.from_data(contribution.draft)


def save_draft(
    contribution: Contribution,
    draft: Draft,
    *,
    version: int,
    page: str = "",
    by: User | None,
    merging: MergeInput | None = None,
) -> Draft:
    """Keep what was typed over *version*, merged with what others saved meanwhile.

    *page* names the open page it was typed in. An invited contribution is started. Return what is
    stored now. Raise DraftConflict where another person changed the same fields, CollectionClosed
    after the last day, WrongState where the city may not write now; in each case nothing is stored.
    """
    if deadlines.has_closed(contribution):
        raise deadlines.CollectionClosed
    for _try in range(_TRIES):
        if contribution.state not in _WRITING:
            raise WrongState(contribution, _("write"))
        is_current = version == contribution.draft_version
        stored = (
            draft if is_current else _merged(contribution, draft, page, merging or MergeInput())
        )
        is_same = not is_current and stored == current_draft(contribution)
        sent = {"page": page, "sent": Known.of(draft).dump()}
        if is_same or _store(contribution, stored.to_data() | sent, by):
            return stored
    raise WrongState(contribution, _("write"))


def _merged(contribution: Contribution, draft: Draft, page: str, merging: MergeInput) -> Draft:
    stored = contribution.draft or {}
    base = merging.known
    if page and stored.get("page") == page:
        # The answer to this page's last save was lost, or not taken in: it knows what it sent.
        base = Known.load(stored.get("sent", ""))
    is_seen = merging.their_version == contribution.draft_version
    merged = merge(
        base,
        draft,
        current_draft(contribution),
        choices=merging.choices,
        everything=merging.everything if is_seen else "",
    )
    # Where nothing is known of what the page was shown, each difference may overwrite something.
    is_blind = not (base.prints or merging.everything)
    if merged.conflicts or (is_blind and Differences.between(draft, merged.draft).fields):
        raise DraftConflict(contribution, merged, merged.known(base))
    return merged.draft


def _store(contribution: Contribution, data: dict[str, Any], by: User | None) -> bool:
    """Store a draft over the version that was read. Return whether that was still there."""
    rows = Contribution.objects.filter(
        pk=contribution.pk, draft_version=contribution.draft_version, state__in=_WRITING
    )
    with transaction.atomic():
        changed = rows.update(
            draft=data,
            draft_version=F("draft_version") + 1,
            draft_saved_at=now(),
            draft_saved_by=by,
        )
        contribution.refresh_from_db()
        if contribution.state == Contribution.State.INVITED and changed:
            contribution.start()
    return bool(changed)


def discard_draft(contribution: Contribution) -> None:
    """Delete the draft once its rows are written; pages with an old version get a conflict."""
    Contribution.objects.filter(pk=contribution.pk).update(
        draft=None, draft_version=F("draft_version") + 1
    )
    contribution.refresh_from_db(fields=["draft", "draft_version"])
