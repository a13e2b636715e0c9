"""Withdrawing a whole note with all its editions, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from auditlog.models import LogEntry
from django.db import transaction
from django.utils.timezone import now

from cities import photograph_files
from cities.models import Photograph
from llex.core import languages
from llex.core.http import finished_pages
from sessions_app.briefing import edition_cache
from sessions_app.briefing.document import from_data
from sessions_app.briefing.projection.publication import project_edition, remove_session
from sessions_app.models import (
    Edition,
    EditionDocument,
    LearningSession,
    ScheduledPublication,
)

if TYPE_CHECKING:
    from llex.core.models import User

# Under which names the history of a session records them.
WITHDRAWN: Final = "withdraw_note"
TAKEN_BACK: Final = "restore_note"


@transaction.atomic
def withdraw_note(
    session: LearningSession, reasons: Mapping[str, str], *, by: User | None
) -> list[Edition]:
    """Withdraw all editions that readers have, for *reasons* by language. Return them.

    What was published of the note is no longer found anywhere; its addresses tell when and why it
    was withdrawn. An hour that was set for its publication is no longer. What was withdrawn before
    keeps its day and its reason.
    """
    _lock(session)
    editions = list(session.editions.readable())
    if not editions:
        return []
    said = {f"withdrawal_reason_{code}": text for code, text in reasons.items()}
    session.editions.readable().update(withdrawn_at=now(), **said)
    ScheduledPublication.objects.filter(session=session).delete()
    remove_session(session.pk)
    pictures = _photographs(editions) - _of_others(session)
    transaction.on_commit(partial(photograph_files.withdraw, pictures))
    _tell(session, WITHDRAWN, reasons.get(session.main_language, ""), by)
    return editions


@transaction.atomic
def restore_note(session: LearningSession, *, by: User | None) -> list[Edition]:
    """Take back the last withdrawal of a note that is withdrawn. Return what readers have again."""
    _lock(session)
    last = session.editions.first()
    if last is None or last.withdrawn_at is None:
        return []
    editions = list(session.editions.filter(withdrawn_at=last.withdrawn_at))
    empty = {f"withdrawal_reason_{code}": "" for code in languages.CODES}
    session.editions.filter(withdrawn_at=last.withdrawn_at).update(withdrawn_at=None, **empty)
    rows = last.documents.order_by("pk")
    documents = {row.language: from_data(row.content) for row in rows}
    last.session = LearningSession.objects.get(pk=session.pk)
    project_edition(last, documents)
    photograph_files.publish(_photographs(editions))
    _tell(session, TAKEN_BACK, "✓", by)
    return editions


def _photographs(editions: Iterable[Edition]) -> set[str]:
    """Return what the files of the photographs that *editions* print are called."""
    rows = EditionDocument.objects.filter(edition__in=editions)
    notes = (from_data(content) for content in rows.values_list("content", flat=True))
    return {one.digest for note in notes for _city, one in note.photographs()}


def _of_others(session: LearningSession) -> set[str]:
    """Return the same of all photographs of other sessions, whose notes may print them."""
    others = Photograph.objects.exclude(contribution__session=session)
    return set(others.values_list("digest", flat=True))


def _lock(session: LearningSession) -> None:
    """Wait for a publication of the session that is under way."""
    LearningSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def _tell(session: LearningSession, action: str, what: str, by: User | None) -> None:
    """Record it in the history, and have all pages of the note made anew."""
    LogEntry.objects.log_create(
        session, action=LogEntry.Action.UPDATE, changes={action: ["", what]}, actor=by
    )
    finished_pages.renew()
    transaction.on_commit(lambda: edition_cache.renew(session.slug))
