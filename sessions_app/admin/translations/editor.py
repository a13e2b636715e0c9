"""One text side by side with its translation."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.admin.merging import text_fingerprint
from llex.core.models import TranslationMark
from llex.core.translations import machine
from llex.core.translations.marks import text_key
from llex.core.translations.states import TextState, source_changes
from sessions_app.admin.translations.pages import desk_address, page_context, require_access
from sessions_app.translation_desk.access import DeskAccess
from sessions_app.translation_desk.editing import TranslationForm, confirm
from sessions_app.translation_desk.glossary import mark_terms
from sessions_app.translation_desk.machine import draft_missing
from sessions_app.translation_desk.memory import find_matches
from sessions_app.translation_desk.table import Cell, Desk, DeskFilter, DeskRow, load_desk

_SAVES = ("save", "save_next", "approve")


def edit(admin: Any, request: HttpRequest, pk: int, text: str, language: str) -> HttpResponse:
    """Show a text beside its translation; save, approve or confirm the translation."""
    access = require_access(request, pk)
    desk, row, cell = _find(access, request, text, language)
    if request.method != "POST":
        kept = kept_posts.kept_post(request)
        if kept is not None:
            messages.warning(request, kept_posts.restored_message())
        form = TranslationForm.merged(row, language, kept) if kept else None
        return _page(admin, request, desk, row, cell, form)
    if not cell.may_write:
        raise PermissionDenied
    does = request.POST.get("do", "")
    if does == "approve" and not access.is_editor:
        raise PermissionDenied
    if does in _SAVES or does == "autosave":
        return _save(admin, request, access, text, language)
    if does == "machine":
        return _draft(request, access, text, language)
    if does == "holds":
        return _confirm(request, access, text, language)
    return HttpResponseBadRequest()


def _find(
    access: DeskAccess, request: HttpRequest, text: str, language: str
) -> tuple[Desk, DeskRow, Cell]:
    desk = load_desk(access, request.GET)
    row = desk.find(text)
    cell = row.cell(language) if row else None
    if row is None or cell is None or cell.state == "source":
        raise Http404
    return desk, row, cell


def _save(
    admin: Any, request: HttpRequest, access: DeskAccess, text: str, language: str
) -> HttpResponse:
    does = request.POST["do"]
    with transaction.atomic():
        desk, row, cell = _locked(access, request, text, language)
        form = TranslationForm.merged(row, language, request.POST)
        if not form.is_valid():
            if does == "autosave":
                return JsonResponse({"errors": _errors(form)}, status=409)
            return _page(admin, request, desk, row, cell, form)
        state = TextState.APPROVED if does == "approve" else TextState.IN_REVIEW
        if not form.cleaned_data["text"] and does == "approve":
            form.add_error("text", _("There is no translation to approve yet."))
            return _page(admin, request, desk, row, cell, form)
        form.save(request.user, state=state)  # type: ignore[arg-type]
    kept_posts.discard(request)
    if does == "autosave":
        return _autosaved(access, request, text, language)
    _report(request, form, does)
    following = _neighbour(desk, row, language, step=1) if does != "save" else None
    return redirect(_address(access, following or row, language, desk))


def _locked(
    access: DeskAccess, request: HttpRequest, text: str, language: str
) -> tuple[Desk, DeskRow, Cell]:
    """Return the text as it is stored now; others who save it at the same moment wait."""
    _desk, row, _cell = _find(access, request, text, language)
    rows = type(row.text.subject)._base_manager.select_for_update(of=("self",))
    rows.filter(pk=row.text.subject.pk).values_list("pk").first()
    return _find(access, request, text, language)


def _autosaved(access: DeskAccess, request: HttpRequest, text: str, language: str) -> HttpResponse:
    """Tell the script the version of what is stored now, and the state of the translation."""
    _desk, row, cell = _find(access, request, text, language)
    form = TranslationForm(row, language)
    return JsonResponse({"version": form.version, "state": cell.state, "label": cell.label})


def _confirm(request: HttpRequest, access: DeskAccess, text: str, language: str) -> HttpResponse:
    """Keep an outdated translation as still true to its source, unless the page is out of date."""
    with transaction.atomic():
        desk, row, _cell = _locked(access, request, text, language)
        shown = request.POST.get("shown", "")
        if shown != _shown(row, language):
            message = _("It was changed since you opened this page: read it again, then decide.")
            messages.error(request, message)
            return redirect(_address(access, row, language, desk))
        state = "" if access.is_editor else TextState.IN_REVIEW
        confirm(row, language, request.user, state=state)  # type: ignore[arg-type]
    messages.success(request, _("The translation still holds."))
    return redirect(_address(access, row, language, desk))


def _draft(request: HttpRequest, access: DeskAccess, text: str, language: str) -> HttpResponse:
    """Have the machine write a first draft, where there is no translation yet."""
    desk, row, _cell = _find(access, request, text, language)
    only = replace(desk, chosen=DeskFilter(language=language))
    written, problem = draft_missing(only, [row], request.user)  # type: ignore[arg-type]
    if problem:
        messages.error(request, str(problem))
    elif written:
        messages.success(request, _("A machine wrote this draft: read it before you approve it."))
    else:
        messages.warning(request, _("There was nothing to do for the texts chosen."))
    return redirect(_address(access, row, language, desk))


def _page(
    admin: Any,
    request: HttpRequest,
    desk: Desk,
    row: DeskRow,
    cell: Cell,
    form: TranslationForm | None,
) -> HttpResponse:
    access, language = desk.access, cell.language
    marks = TranslationMark.objects.by_text([row.text.subject])
    mark = marks.get(text_key(row.text.subject, row.text.field, language))
    is_outdated = cell.state == TextState.OUTDATED and mark is not None
    runs, terms = mark_terms(row.source, row.source_language, language)
    shown_form = form or TranslationForm(row, language)
    query = urlencode(desk.chosen.as_query())
    context = {
        **page_context(admin, request, access, row.name),
        "row": row,
        "cell": cell,
        "form": shown_form,
        "conflicts": shown_form.outcome.conflicts,
        "translation": row.text.text(language),
        "mark": mark,
        "changes": source_changes(mark, row.text.subject) if is_outdated and mark else [],
        "is_outdated": is_outdated,
        "shown_version": _shown(row, language),
        "runs": runs,
        "terms": terms,
        "matches": find_matches(row.text, row.source_language, language),
        "source_direction": languages.direction(row.source_language),
        "target_direction": languages.direction(language),
        "previous": _address_of(access, _neighbour(desk, row, language, step=-1), language, desk),
        "next": _address_of(access, _neighbour(desk, row, language, step=1), language, desk),
        "others": [(one, _address(access, row, one.language, desk)) for one in row.cells],
        "list_address": f"{desk_address(access.session)}?{query}",
        "subject_address": _subject_address(access, row),
        "may_approve": access.is_editor,
        "may_draft": machine.is_enabled() and cell.state == TextState.MISSING,
    }
    status = 422 if request.method == "POST" else 200
    template = "admin/sessions_app/translations/edit.html"
    return TemplateResponse(request, template, context, status=status)


def _report(request: HttpRequest, form: TranslationForm, does: str) -> None:
    if form.outcome.taken:
        messages.info(request, _("Kept what someone else had changed meanwhile."))
    done = _("Saved and approved.") if does == "approve" else _("Saved.")
    messages.success(request, done)


def _errors(form: TranslationForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _shown(row: DeskRow, language: str) -> str:
    return text_fingerprint(f"{row.source}\0{row.text.text(language)}")


def _neighbour(desk: Desk, row: DeskRow, language: str, *, step: int) -> DeskRow | None:
    """Return the next text of the filter after *row*, or the one before it, in the note's order."""
    keys = [one.text.key for one in desk.rows]
    start = keys.index(row.text.key)
    order = desk.rows[start + 1 :] if step > 0 else desk.rows[:start][::-1]
    wanted = desk.chosen.state
    for one in order:
        cell = one.cell(language)
        is_translated = cell is not None and cell.state != "source"
        if is_translated and desk.chosen.shows(one) and wanted in ("", cell.state):  # type: ignore[union-attr]
            return one
    return None


def _address(access: DeskAccess, row: DeskRow, language: str, desk: Desk) -> str:
    address = reverse(
        "admin:sessions_app_learningsession_translation",
        args=[access.session.pk, row.text.key, language],
    )
    query = urlencode(desk.chosen.as_query())
    return f"{address}?{query}" if query else address


def _address_of(access: DeskAccess, row: DeskRow | None, language: str, desk: Desk) -> str:
    return _address(access, row, language, desk) if row else ""


def _subject_address(access: DeskAccess, row: DeskRow) -> str:
    """Return the page on which the source is edited, for who may."""
    options = row.text.subject._meta
    change = f"{options.app_label}.change_{options.model_name}"
    if not (access.is_editor and access.user.has_perm(change)):
        return ""
    return reverse(
        f"admin:{options.app_label}_{options.model_name}_change", args=[row.text.subject.pk]
    )
