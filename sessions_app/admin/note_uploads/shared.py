"""Shared by the pages of uploaded notes: what is put right, and the record of what was written."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.spreadsheets.journal import Journal
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.answers import answers_from
from sessions_app.importing.preview.uploads import purpose_of, reading_of
from sessions_app.importing.reading import Reading
from sessions_app.importing.written_language import mismatch
from sessions_app.models import LearningSession, NoteUpload, SpreadsheetImport
from sessions_app.spreadsheets.imports import record

_Writing = Callable[[HttpRequest, NoteUpload], HttpResponse]


def restore_answers(request: HttpRequest, upload: NoteUpload) -> None:
    """Show what was put right when the log-in had ended; it is not stored yet."""
    kept = kept_posts.kept_post(request)
    if kept is not None:
        upload.answers = _answers(upload, {name: str(kept[name]) for name in kept})
        messages.warning(request, kept_posts.restored_message())


def save_answers(request: HttpRequest, upload: NoteUpload) -> None:
    """Keep what is put right."""
    upload.answers = _answers(upload, request.POST.dict())
    upload.save(update_fields=["answers", "changed_at"])
    kept_posts.discard(request)


def choose_language(request: HttpRequest, upload: NoteUpload) -> None:
    """Take a note for one in the language that is posted, where its session may have that."""
    language = request.POST["language"]
    try:
        if language in languages.CODES:
            purpose_of(upload.session, language)
            upload.language, upload.answers["written"] = language, language
            upload.save(update_fields=["language", "answers", "changed_at"])
    except ImportRefused as refusal:
        messages.error(request, str(refusal))


def language_doubt(upload: NoteUpload, reading: Reading, found: str) -> dict[str, Any] | None:
    """Return what to ask where a note is written in the language *found*; None where that is ""."""
    both = [(code, languages.name_of(code)) for code in (found, upload.language)]
    return {"text": mismatch(reading, upload.language), "languages": both} if found else None


def answer_refusals(write: _Writing) -> _Writing:
    """Say why a note is not written, and lead back to its page, or away where it is gone."""

    @wraps(write)
    def answer(request: HttpRequest, upload: NoteUpload) -> HttpResponse:
        try:
            return write(request, upload)
        except NoteUpload.DoesNotExist:
            messages.warning(request, _("This note was taken over already."))
            return redirect("admin:sessions_app_learningsession_changelist")
        except ImportRefused as refusal:
            messages.error(request, _("Nothing was written. %(why)s") % {"why": refusal})
            return redirect(request.path)

    return answer


def note_import(
    session: LearningSession,
    journal: Journal,
    name: str,
    by: Any,
    remarks: Iterable[str] = (),
) -> SpreadsheetImport:
    """Record what a note wrote, so that it can be undone as a whole."""
    written = [note for note in journal.notes.values() if not note.is_watched]
    new = sum(note.before is None for note in written)
    done = record(
        session,
        journal,
        kind=SpreadsheetImport.Kind.NOTE,
        name=name,
        counts={"new": new, "changed": len(written) - new, "unchanged": 0},
        by=by,
    )
    done.remarks = list(remarks)
    done.save(update_fields=["remarks"])
    return done


def _answers(upload: NoteUpload, post: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: str(value) for name, value in post.items()}
    return answers_from(said, reading_of(upload).blocks, upload.answers)
