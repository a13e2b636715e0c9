"""The pages to upload a file, preview its changes and confirm them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminFileFieldWidget

from llex.core.files import storage_faults
from llex.core.spreadsheets import pending, progress
from llex.core.spreadsheets.importing import Step, import_sheets
from llex.core.spreadsheets.journal import Journal
from llex.core.spreadsheets.outcome import ImportOutcome
from llex.core.spreadsheets.pending import Pending
from llex.core.spreadsheets.questions import FIELD
from llex.core.spreadsheets.sheets import UnreadableFile

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=UnfoldAdminFileFieldWidget, max_length=200
    )


def _written(count: int) -> str:
    text = ngettext("%(count)s row was written.", "%(count)s rows were written.", count)
    return text % {"count": count}


@dataclass(frozen=True)
class ImportPage:
    """An import of one kind: *target* names what it goes to, *steps* reads a file.

    *steps* raises UnreadableFile. *context* is what the administration's templates want. *export*
    may be empty; *rules*, *confirm* and *done* say otherwise what happens to rows, what is pressed,
    and what was done to how many. *preview_template* shows more of a preview, with what
    *preview_context* returns once the file was read. *on_written* is called in the transaction
    that writes, with the name of the file.
    """

    target: str
    title: str
    back: str
    export: str
    help: str
    steps: Callable[[str, bytes], list[Step]]
    context: dict[str, Any] = field(default_factory=dict)
    rules: str = ""
    confirm: str = ""
    done: Callable[[int], str] = _written
    preview_template: str = ""
    preview_context: Callable[[], dict[str, Any]] = dict
    on_written: Callable[[str, ImportOutcome, Journal], None] = lambda name, outcome, journal: None


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, page: ImportPage) -> HttpResponse:
    """Show the form, the preview of an uploaded file, or write a confirmed one."""
    if request.method != "POST" and progress.FIELD in request.GET:
        return progress.answer(request, page.target)
    with progress.reporting(request, page.target):
        return _import_page(request, page)


def _import_page(request: HttpRequest, page: ImportPage) -> HttpResponse:
    if token := request.POST.get("confirmed"):
        return _go_on(request, page, token)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _answer(request, page, form=form)
    file = form.cleaned_data["file"]
    upload = Pending(file.name, file.read(), "")
    try:
        outcome = _try(request, page, upload)
    except UnreadableFile as problem:
        form.add_error("file", str(problem))
        return _answer(request, page, form=form)
    return _preview(request, page, outcome, upload)


def _try(request: HttpRequest, page: ImportPage, upload: Pending) -> ImportOutcome:
    """Return what a file would change with the answers of the form. Raise UnreadableFile."""
    answers = _answers(request)
    outcome = import_sheets(page.steps(upload.name, upload.data), request.user, answers=answers)
    if outcome.inquiry.load():
        # A new site knows no places before somebody asks for one.
        steps = page.steps(upload.name, upload.data)
        outcome = import_sheets(steps, request.user, answers=answers)
    return outcome


def _go_on(request: HttpRequest, page: ImportPage, token: str) -> HttpResponse:
    """Show the kept file with other answers, or write it as it was shown."""
    upload = pending.look(token, user=request.user, target=page.target)
    if upload is None:
        messages.error(request, _("This preview has expired. Please upload the file again."))
        return redirect(request.path)
    try:
        if "update" in request.POST:
            return _preview(request, page, _try(request, page, upload), upload, token=token)
        steps = page.steps(upload.name, upload.data)
    except UnreadableFile as problem:
        # It was readable, but the sheets that this person may see have changed since.
        messages.error(request, str(problem))
        return redirect(request.path)
    # At once: who presses twice writes once.
    pending.drop(token)
    outcome = import_sheets(
        steps,
        request.user,
        expected=upload.fingerprint,
        answers=_answers(request),
        on_written=partial(page.on_written, upload.name),
    )
    if not outcome.is_written:
        return _preview(request, page, outcome, upload, is_stale=True)
    count = sum(len(sheet.rows) for sheet in outcome.sheets)
    messages.success(request, page.done(count))
    return HttpResponseRedirect(page.back)


def _answers(request: HttpRequest) -> dict[str, str]:
    return {name: str(text) for name, text in request.POST.items() if name.startswith(FIELD)}


def _preview(
    request: HttpRequest,
    page: ImportPage,
    outcome: ImportOutcome,
    upload: Pending,
    *,
    token: str = "",
    is_stale: bool = False,
) -> HttpResponse:
    """Show what would change. *token* is that of the file where it is kept already."""
    is_kept = outcome.is_writable or (bool(outcome.open_questions) and not outcome.problems)
    waiting = Pending(upload.name, upload.data, outcome.fingerprint)
    if not is_kept:
        token = ""
    elif token:
        token = pending.renew(token, waiting, user=request.user, target=page.target)
    else:
        try:
            token = pending.keep(waiting, user=request.user, target=page.target)
        except pending.NotKept:
            messages.error(request, storage_faults.cannot_keep())
    return _answer(
        request,
        page,
        form=UploadForm(),
        outcome=outcome,
        token=token,
        is_stale=is_stale,
        name=upload.name,
        **(page.preview_context() if token else {}),
    )


def _answer(request: HttpRequest, page: ImportPage, **context: Any) -> HttpResponse:
    return TemplateResponse(
        request,
        "admin/spreadsheet_import.html",
        {**page.context, "page": page, "title": page.title, **context},
    )
