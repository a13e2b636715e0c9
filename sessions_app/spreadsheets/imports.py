"""Record what an import wrote into a session, and undo it as a whole."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from cities.models import Challenge, Contribution, PolicyResponse
from llex.core.db.locks import lock
from llex.core.spreadsheets.journal import Journal
from llex.core.spreadsheets.undo import NotUndone, permissions_to_undo, undo
from sessions_app.models import LearningSession, Participant, SpreadsheetImport
from sessions_app.permissions import notes_attendance

# Rows that follow from those of a city, a contribution or a session, and go with them. Nothing is
# handed in or imported without a change of what is watched.
_DERIVED: Final = (
    "cities.cityspelling", "cities.submission", "sessions_app.spreadsheetimport",
    "sessions_app.noteupload",
)  # fmt: skip
_LONGEST_NAME: Final = SpreadsheetImport._meta.get_field("name").max_length


def record(
    session: LearningSession,
    journal: Journal,
    *,
    kind: str,
    name: str,
    counts: Mapping[str, int],
    by: Any,
) -> SpreadsheetImport:
    """Keep what was written, in the caller's transaction.

    A contribution of which only entries were written must not have been submitted or approved
    since, either.
    """

    def noted(model: type[Model]) -> list[int]:
        return [note.pk for note in journal.notes.values() if note.model is model]

    touched = Q(responses__in=noted(PolicyResponse)) | Q(challenges__in=noted(Challenge))
    journal.watch(Contribution.objects.filter(touched).distinct())
    journal.watch_marks()
    return SpreadsheetImport.objects.create(
        session=session,
        kind=kind,
        name=name[:_LONGEST_NAME],
        counts=dict(counts),
        journal=journal.data(),
        written_by=by,
    )


@transaction.atomic
def undo_import(key: int, session: LearningSession, by: Any) -> SpreadsheetImport:
    """Put everything back as it was before an import of the session.

    Raise SpreadsheetImport.DoesNotExist, or NotUndone, with nothing changed, where that cannot be.
    """
    lock(f"imports:{session.pk}")
    done = session.spreadsheet_imports.get(pk=key)
    if done.undone_at is not None:
        raise NotUndone(_("It is undone already."))
    if done.journal is None:
        raise NotUndone(_("It is too long ago: the former values are no longer kept."))
    if session.editions.filter(published_at__gt=done.written_at).exists():
        raise NotUndone(_("The note has been published since."))
    # Who was present is noted by those who may note it: they take it back, too.
    is_own = done.kind == SpreadsheetImport.Kind.ATTENDANCE and notes_attendance(by)
    if not (is_own or by.has_perms(permissions_to_undo(done.journal))):
        raise NotUndone(_("You may not delete or change all of what it has written."))
    if session.ends_at > done.written_at and _has_told_people(done.journal):
        raise NotUndone(_("People were told of their places by e-mail: change these by hand."))
    undo(done.journal, derived=_DERIVED)
    if LearningSession.objects.filter(pk=session.pk).exists():
        done.note_undone(by)
    return done


def _has_told_people(journal: list[dict[str, Any]]) -> bool:
    """Return whether an import gave or took places, of which people were told."""
    former = {
        entry["pk"]: entry["before"]["status"]
        for entry in journal
        if entry["model"] == "sessions_app.participant" and "status" in (entry["before"] or {})
    }
    current = Participant.objects.filter(pk__in=former).values_list("pk", "status")
    return any(
        status == Participant.Status.CANCELLED
        or (status == Participant.Status.REGISTERED and former[pk] != Participant.Status.ATTENDED)
        for pk, status in current
    )
