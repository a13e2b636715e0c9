"""The page of a note that becomes a session: its text, and beside it what was recognised."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.db.locks import lock
from llex.core.spreadsheets.journal import Journal, recording
from sessions_app.admin.note_uploads.choices import COLUMNS, options
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.answers import NO_COLUMN, answers_from, tables_of
from sessions_app.importing.preview.drafts import Trial, take_over, try_out
from sessions_app.importing.preview.traces import Trace, trace
from sessions_app.importing.preview.uploads import reading_of
from sessions_app.importing.reading import Block, Heading, Item, Row
from sessions_app.models import LearningSession, NoteUpload, SpreadsheetImport
from sessions_app.spreadsheets.imports import record

Context = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the note with what it was taken for, and the list to say otherwise."""

    block: Block
    kind: str
    traces: list[Trace]
    options: SafeString
    chosen: str
    columns: list[tuple[int, str, str]]

    @property
    def shown_columns(self) -> str:
        """Return what the columns of the table are taken for, in one text."""
        return ",".join(name for _index, _sample, name in self.columns)

    @property
    def style(self) -> str:
        """Return how much it needs to be looked at: the most of what it was taken for."""
        styles = [trace.style for trace in self.traces]
        return next((one for one in ("lost", "kept", "out") if one in styles), styles[0])


def answer(context: Context, request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    """Show the page; keep what is put right; take the note over where that is asked for."""
    if request.method != "POST":
        kept = kept_posts.kept_post(request)
        if kept is not None:
            posted = {name: str(kept[name]) for name in kept}
            upload.answers = _answers(upload, posted)
            messages.warning(request, kept_posts.restored_message())
        return _show(context, request, upload)
    before = fingerprint(upload)
    upload.answers = _answers(upload, request.POST.dict())
    upload.save(update_fields=["answers", "changed_at"])
    kept_posts.discard(request)
    if request.POST.get("do") != "take_over":
        return redirect(request.path)
    if request.POST.get("seen") != before or fingerprint(upload) != before:
        text = _("Something was put right that you have not seen yet. Look again, then take over.")
        messages.warning(request, text)
        return redirect(request.path)
    return _take_over(request, upload)


def _answers(upload: NoteUpload, post: Mapping[str, str]) -> dict[str, Any]:
    return answers_from(post, reading_of(upload).blocks, upload.answers)


def fingerprint(upload: NoteUpload) -> str:
    """Return what the page shows, so that nothing else is written."""
    said = json.dumps([upload.answers, upload.language], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _take_over(request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    name = str(upload)
    try:
        with transaction.atomic():
            lock(f"uploaded note:{upload.pk}")
            NoteUpload.objects.get(pk=upload.pk)
            with recording() as journal:
                draft = take_over(upload, lose="lose" in request.POST)
            note_import(draft.session, journal, name, request.user)
    except NoteUpload.DoesNotExist:
        messages.warning(request, _("This note was taken over already."))
        return redirect("admin:sessions_app_learningsession_changelist")
    except ImportRefused as refusal:
        messages.error(request, _("Nothing was written. %(why)s") % {"why": refusal})
        return redirect(request.path)
    cities = draft.session.contributions.count()
    text = ngettext(
        "The note was taken over, with %(count)s city. Please read it through: it is a draft.",
        "The note was taken over, with %(count)s cities. Please read it through: it is a draft.",
        cities,
    )
    messages.success(request, text % {"count": cities})
    return redirect("admin:sessions_app_learningsession_cockpit", draft.session.pk)


def note_import(
    session: LearningSession,
    journal: Journal,
    name: str,
    by: Any,
    remarks: tuple[str, ...] = (),
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
    if remarks:
        done.remarks = list(remarks)
        done.save(update_fields=["remarks"])
    return done


def _show(context: Context, request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    trial = try_out(upload)
    lines = _lines(upload, trial)
    shown = context(
        title=_("What was recognised"),
        upload=upload,
        note=trial.note,
        trial=trial,
        lines=lines,
        counts=_counts(trial),
        left_out=[*trial.reading.dropped, *trial.note.dropped],
        kept=sum(line.style == "kept" for line in lines),
        seen=fingerprint(upload),
        columns=list(COLUMNS.items()),
        direction=languages.direction(upload.language),
        author_token=kept_posts.author_token(request.user),
        back=_back(upload),
    )
    return TemplateResponse(request, "admin/sessions_app/note_uploads/draft.html", shown)


def _lines(upload: NoteUpload, trial: Trial) -> list[Line]:
    blocks = trial.reading.blocks
    answers: Mapping[str, str] = upload.answers.get("blocks", {})
    heads = {rows[0].where: rows for rows in tables_of(blocks)}
    lines = []
    for block, traces in zip(
        blocks, trace(trial.reading, trial.note, get_language() or ""), strict=True
    ):
        chosen = answers.get(str(block.where), "")
        lines.append(
            Line(
                block,
                _kind(block),
                traces,
                options(chosen, is_row=isinstance(block, Row)),
                chosen,
                _columns(trial, heads.get(block.where, [])),
            )
        )
    return lines


def _columns(trial: Trial, rows: list[Row]) -> list[tuple[int, str, str]]:
    """Return for each column of a table its index, its first cell, and what it is taken for."""
    known = next(
        (trial.note.columns[row.where] for row in rows if row.where in trial.note.columns), ()
    )
    width = max((len(row.cells) for row in rows), default=0)
    found = []
    for index in range(width):
        cells = (row.cells[index] for row in rows if index < len(row.cells))
        sample = next((" ".join(map(str, cell)) for cell in cells if cell), "")
        column = known[index] if index < len(known) else None
        found.append((index, sample, column or NO_COLUMN))
    return found


def _kind(block: Block) -> str:
    if isinstance(block, Row):
        return "row"
    return (
        "heading" if isinstance(block, Heading) else "item" if isinstance(block, Item) else "text"
    )


def _counts(trial: Trial) -> list[tuple[str, int]]:
    note = trial.note
    return [
        (_("Cities"), len(note.rows)),
        (_("Responses"), sum(len(row.responses) for row in note.rows)),
        (_("Challenges"), sum(len(row.challenges) for row in note.rows)),
        (_("Themes"), len(note.themes)),
        (_("Key points"), sum(len(theme.points) for theme in note.themes)),
        (_("Quotations"), len(note.quotations)),
    ]


def _back(upload: NoteUpload) -> str:
    if upload.session_id:
        return reverse("admin:sessions_app_learningsession_cockpit", args=[upload.session_id])
    return reverse("admin:sessions_app_learningsession_import_note")
