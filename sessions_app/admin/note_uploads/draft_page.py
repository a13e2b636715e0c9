"""The page of a note that becomes a session: its text, and beside it what was recognised."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.db.locks import lock
from llex.core.spreadsheets.journal import recording
from sessions_app.admin.note_uploads.choices import COLUMNS
from sessions_app.admin.note_uploads.country_fields import country_fields
from sessions_app.admin.note_uploads.lines import lines_of
from sessions_app.admin.note_uploads.shared import (
    answer_refusals,
    language_doubt,
    note_import,
    restore_answers,
    save_answers,
)
from sessions_app.importing.preview.drafts import Trial, take_over, try_out
from sessions_app.models import NoteUpload

Context = Callable[..., dict[str, Any]]


def answer(context: Context, request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    """Show the page; keep what is put right; take the note over where that is asked for."""
    if request.method != "POST":
        restore_answers(request, upload)
        return _show(context, request, upload)
    before = fingerprint(upload)
    save_answers(request, upload)
    if request.POST.get("do") != "take_over":
        return redirect(request.path)
    if request.POST.get("seen") != before or fingerprint(upload) != before:
        text = _("Something was put right that you have not seen yet. Look again, then take over.")
        messages.warning(request, text)
        return redirect(request.path)
    return _take_over(request, upload)


def fingerprint(upload: NoteUpload) -> str:
    """Return what the page shows, so that nothing else is written."""
    said = json.dumps([upload.answers, upload.language], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@answer_refusals
def _take_over(request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    name = str(upload)
    with transaction.atomic():
        lock(f"uploaded note:{upload.pk}")
        NoteUpload.objects.get(pk=upload.pk)
        with recording() as journal:
            draft = take_over(upload, lose="lose" in request.POST)
        note_import(draft.session, journal, name, request.user)
    cities = draft.session.contributions.count()
    text = ngettext(
        "The note was taken over, with %(count)s city. Please read it through: it is a draft.",
        "The note was taken over, with %(count)s cities. Please read it through: it is a draft.",
        cities,
    )
    messages.success(request, text % {"count": cities})
    return redirect("admin:sessions_app_learningsession_cockpit", draft.session.pk)


def _show(context: Context, request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    trial = try_out(upload)
    lines = lines_of(trial.reading, trial.note, upload.answers)
    shown = context(
        title=_("What was recognised"),
        upload=upload,
        note=trial.note,
        trial=trial,
        lines=lines,
        doubt=language_doubt(upload, trial.reading, trial.other_language),
        countries=country_fields(trial.note, upload.answers),
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
