"""Earlier contributions of a city: their representative, and their texts to take over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cities.contributions.draft_rows import from_rows
from cities.contributions.drafts import LISTS, Draft, EntryDraft
from cities.models import Contribution, PolicyResponse, ResponseUpdate, Submission
from cities.wording.answer_fields import ANSWER_FIELDS, Kind
from llex.core.models import User

# The number of earlier sessions that the form offers.
MOST: Final = 3
_YEAR: Final = re.compile(r"\b\d{4}\b")
_State = Contribution.State


@dataclass(frozen=True, slots=True)
class CopyMark:
    """The mark of a copied entry: its *session*, empty if unknown, and whether it names a day."""

    session: str
    names_days: bool


def earlier_contributions(contribution: Contribution, user: User) -> QuerySet[Contribution]:
    """Return what the city brought to earlier sessions, the latest first.

    That is what was accepted, and what *user* sent; what was taken back is not among it.
    """
    sent_by_user = Submission.objects.filter(contribution=OuterRef("pk"), by=user)
    sent = (_State.SUBMITTED, _State.CHANGES_REQUESTED, _State.ACCEPTED)
    return (
        Contribution.objects.filter(
            city=contribution.city_id,
            state__in=sent,
            session__starts_at__lt=contribution.session.starts_at,
        )
        .annotate(is_own=Exists(sent_by_user))
        .filter(Q(is_own=True) | Q(state=_State.ACCEPTED))
        .select_related("session", "representative")
        .order_by("-session__starts_at", "-pk")
    )


def prefilled(draft: Draft, contribution: Contribution, user: User) -> Draft:
    """Return an untouched draft with representative and language of last time.

    A contribution of *user* comes before one of a colleague.
    """
    rows = earlier_contributions(contribution, user)
    last = rows.order_by(F("is_own").desc(), "-session__starts_at", "-pk").first()
    return draft if last is None else _with_representative(draft, from_rows(last))


def copies(earlier: Contribution) -> dict[str, tuple[EntryDraft, ...]]:
    """Return the entries of *earlier* as new ones of a draft, by the name of their list.

    Responses that the city has since reported as ended are left out.
    """
    draft, ended = from_rows(earlier), {row.pk for row in ended_responses(earlier)}
    return {
        kind: tuple(
            replace(entry, id=None, key=f"from-{entry.id}", copied_from=earlier.pk)
            for entry in getattr(draft, kind)
            if kind != "responses" or entry.id not in ended
        )
        for kind in LISTS
    }


def ended_responses(earlier: Contribution) -> list[PolicyResponse]:
    """Return the responses whose latest follow-up says that they have ended."""
    return [
        row
        for row in earlier.responses.prefetch_related("updates")
        if (update := row.latest_update) and update.kind == ResponseUpdate.Kind.ENDED
    ]


def with_copies(draft: Draft, earlier: Contribution) -> Draft:
    """Return *draft* with the texts of *earlier* after its own; what is copied already is kept."""
    known = {entry.key for kind in LISTS for entry in getattr(draft, kind)}
    added = copies(earlier)
    lists: dict[str, Any] = {
        kind: (
            *filter(None, getattr(draft, kind)),
            *(entry for entry in added[kind] if entry.key not in known),
        )
        for kind in LISTS
    }
    return replace(_with_representative(draft, from_rows(earlier)), **lists)


def without_copies(draft: Draft, earlier: Contribution) -> Draft:
    """Return *draft* without the copies that are still as they were copied."""
    unchanged = {_content(entry) for entries in copies(earlier).values() for entry in entries}
    lists: dict[str, Any] = {
        kind: tuple(
            entry
            for entry in getattr(draft, kind)
            if entry.copied_from != earlier.pk or _content(entry) not in unchanged
        )
        for kind in LISTS
    }
    return replace(draft, **lists)


def copied_from(draft: Draft) -> set[int]:
    """Return the contributions that entries were copied from and not checked since."""
    return {entry.copied_from for entry in _entries(draft) if entry.copied_from}


def copy_mark(entry: EntryDraft, sessions: Mapping[int, str]) -> CopyMark | None:
    """Return the mark of an entry that was copied, None for every other."""
    if not entry.copied_from:
        return None
    values = [(one.kind, getattr(entry, one.name)) for one in ANSWER_FIELDS[entry.kind]]
    names_days = any(
        (kind == Kind.DAY and value) or (kind in (Kind.PROSE, Kind.LINE) and _YEAR.search(value))
        for kind, value in values
    )
    return CopyMark(sessions.get(entry.copied_from, ""), bool(names_days))


def _entries(draft: Draft) -> Iterator[EntryDraft]:
    for kind in LISTS:
        yield from getattr(draft, kind)


def _content(entry: EntryDraft) -> tuple[Any, ...]:
    values = (getattr(entry, one.name) for one in ANSWER_FIELDS[entry.kind])
    plain = (tuple(sorted(v)) if isinstance(v, tuple) else v.strip() for v in values)
    return (entry.key, *plain)


def _with_representative(draft: Draft, last: Draft) -> Draft:
    """Return *draft* with name, position and language of *last* where it has none of its own."""
    is_named = draft.representative_name or draft.representative_position
    said_by = draft if is_named else last
    return replace(
        draft,
        representative_name=said_by.representative_name,
        representative_position=said_by.representative_position,
        language=draft.language if draft.words else last.language,
    )
