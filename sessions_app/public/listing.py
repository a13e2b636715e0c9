"""Sessions and notes as public lists show them, each in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.timezone import now
from django.utils.translation import get_language

from llex.core import languages
from sessions_app.models import Edition, EditionDocument, LearningSession, Series
from sessions_app.querysets import LearningSessionQuerySet


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """The current edition of a note with its document in the reader's language, else the first."""

    edition: Edition
    document: EditionDocument
    languages: tuple[str, ...]

    @property
    def first_published_at(self) -> datetime:
        """Return when the first edition was published; `recent_notes` alone has looked it up."""
        return getattr(self.edition, "first_published_at", self.edition.published_at)


def listed() -> LearningSessionQuerySet[Any]:
    """Return what the public sees, each session with its series and whether it has a note."""
    return _with_note(LearningSession.objects.announced())


def visible() -> LearningSessionQuerySet[Any]:
    """Return the sessions that have a public page, and whether the note of each is withdrawn."""
    withdrawn = Edition.objects.filter(session=OuterRef("pk"), withdrawn_at__isnull=False)
    sessions = LearningSession.objects.visible().annotate(had_note=Exists(withdrawn))
    return _with_note(sessions)


def _with_note(sessions: LearningSessionQuerySet[Any]) -> LearningSessionQuerySet[Any]:
    noted = Edition.objects.readable().filter(session=OuterRef("pk"))
    return sessions.select_related("series").annotate(has_note=Exists(noted))


def under_way() -> LearningSession | None:
    """Return the session that is being held now. One query."""
    # No session is longer than a day.
    begun = listed().held().past().filter(starts_at__gt=now() - timedelta(days=1))
    return next((session for session in begun if now() < session.ends_at), None)


def latest_notes(count: int) -> list[PublishedNote]:
    """Return the notes of the latest sessions. Two queries."""
    documents = EditionDocument.objects.defer("content").order_by("pk")
    editions = (
        Edition.objects.current()
        .filter(session__in=LearningSession.objects.announced())
        .select_related("session__series")
        .prefetch_related(Prefetch("documents", queryset=documents))
        .order_by("-session__starts_at")[:count]
    )
    return [_shelve(edition) for edition in editions]


def recent_notes(count: int | None = None) -> list[PublishedNote]:
    """Return notes in the order in which they were published last. Two queries."""
    documents = EditionDocument.objects.defer("content").order_by("pk")
    first = Edition.objects.filter(session=OuterRef("session")).order_by("number")
    editions = (
        Edition.objects.current()
        .filter(session__in=LearningSession.objects.announced())
        .select_related("session__series")
        .prefetch_related(Prefetch("documents", queryset=documents))
        .annotate(first_published_at=Subquery(first.values("published_at")[:1]))
        .order_by("-published_at", "-pk")[:count]
    )
    return [_shelve(edition) for edition in editions]


def note_of(session: LearningSession) -> PublishedNote | None:
    """Return the current note of a session. Two queries."""
    documents = EditionDocument.objects.defer("content").order_by("pk")
    edition = (
        Edition.objects.current()
        .filter(session=session)
        .select_related("session__series")
        .prefetch_related(Prefetch("documents", queryset=documents))
        .first()
    )
    return _shelve(edition) if edition else None


def series_with_sessions() -> QuerySet[Series]:
    """Return the series that have a session the public sees."""
    announced = LearningSession.objects.announced().filter(series=OuterRef("pk"))
    return Series.objects.filter(Exists(announced))


def _shelve(edition: Edition) -> PublishedNote:
    documents = {document.language: document for document in edition.documents.all()}
    language = get_language() or languages.DEFAULT
    first = next(iter(documents.values()))
    return PublishedNote(edition, documents.get(language, first), tuple(documents))
