"""The texts of a session as files, and files that come back: uploaded, previewed, written."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminFileFieldWidget

from llex.core.files import storage_faults
from llex.core.languages import world_languages
from llex.core.spreadsheets import pending
from llex.core.spreadsheets.pages import XLSX
from sessions_app.admin.translations.pages import desk_address, page_context, require_access
from sessions_app.models import LearningSession
from sessions_app.translation_desk.access import DeskAccess
from sessions_app.translation_desk.exchange import xliff, xlsx
from sessions_app.translation_desk.exchange.importing import (
    ExchangePreview,
    preview,
    read_file,
    write_file,
)
from sessions_app.translation_desk.exchange.units import UnreadableExchange, counts, units
from sessions_app.translation_desk.table import Desk, load_desk

# All source languages in one file, which only a spreadsheet can hold.
_ALL = "all"


class FileForm(forms.Form):
    """The file that comes back from a translator."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=UnfoldAdminFileFieldWidget,
        max_length=200,
        help_text=gettext_lazy("XLIFF 2 (.xlf), XLSX or CSV, as it was downloaded here."),
    )


def export(
    admin: Any,
    request: HttpRequest,
    pk: int,
    format: str,  # noqa: A002 - the name in the address
    source: str,
    language: str,
) -> HttpResponse:
    """Answer with the texts to translate into a language, as XLIFF or XLSX."""
    access = require_access(request, pk)
    if language not in access.languages:
        raise Http404
    desk = load_desk(access, request.GET)
    if format == "xlsx" and source == _ALL:
        content, kind = xlsx.write(units(desk, language), language), XLSX
    elif format == "xlf" and source != _ALL:
        content = xliff.write(units(desk, language, source), source, language)
        kind = xliff.MEDIA_TYPE
    else:
        raise Http404
    name = "-".join(part for part in (access.session.slug, source, language) if part != _ALL)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["Cache-Control"] = "private, no-store"
    return response


def exchange(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the files; show what an uploaded one would write; write what was confirmed."""
    access = require_access(request, pk)
    if request.method != "POST":
        return _page(admin, request, access, form=FileForm())
    if token := request.POST.get("confirmed"):
        return _confirm(admin, request, access, token)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(admin, request, access, form=form)
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        found = preview(load_desk(access), read_file(file.name, data))
    except UnreadableExchange as problem:
        form.add_error("file", str(problem))
        return _page(admin, request, access, form=form)
    return _preview(admin, request, access, found, pending.Pending(file.name, data, ""))


def _confirm(admin: Any, request: HttpRequest, access: DeskAccess, token: str) -> HttpResponse:
    upload = pending.take(token, user=request.user, target=_target(access))
    if upload is None:
        messages.error(request, _("This preview has expired. Please upload the file again."))
        return redirect(request.path)
    found, written = write_file(
        access,
        read_file(upload.name, upload.data),
        expected=upload.fingerprint,
        chosen=request.POST.getlist("take"),
        by=request.user,  # type: ignore[arg-type]
        is_approved=(is_approved := access.is_editor and "approve" in request.POST),
    )
    if written < 0:
        text = _("Texts were changed since the preview, so nothing was written: look again.")
        messages.warning(request, text)
        return _preview(admin, request, access, found, upload)
    if is_approved:
        text = ngettext(
            "%(count)s translation was written and approved.",
            "%(count)s translations were written and approved.",
            written,
        )
    else:
        text = ngettext(
            "%(count)s translation was written; it is in review.",
            "%(count)s translations were written; they are in review.",
            written,
        )
    messages.success(request, text % {"count": written})
    return redirect(desk_address(access.session))


def _preview(
    admin: Any,
    request: HttpRequest,
    access: DeskAccess,
    found: ExchangePreview,
    upload: pending.Pending,
) -> HttpResponse:
    token = ""
    if found.changes and not found.problems:
        waiting = pending.Pending(upload.name, upload.data, found.fingerprint)
        try:
            token = pending.keep(waiting, user=request.user, target=_target(access))
        except pending.NotKept:
            messages.error(request, storage_faults.cannot_keep())
    more = {
        "found": found, "token": token, "name": upload.name, "may_approve": access.is_editor,
    }  # fmt: skip
    return _page(admin, request, access, form=FileForm(), **more)


def _page(
    admin: Any, request: HttpRequest, access: DeskAccess, *, form: FileForm, **more: Any
) -> HttpResponse:
    desk = load_desk(access, request.GET)
    query = urlencode(desk.chosen.as_query())
    context = {
        **page_context(admin, request, access, _("Files for translators")),
        "form": form,
        "exports": _exports(access.session, desk, query),
        "is_filtered": bool(query),
        **more,
    }
    is_refused = form.is_bound and bool(form.errors)
    template = "admin/sessions_app/translations/files.html"
    return TemplateResponse(request, template, context, status=422 if is_refused else 200)


def _exports(session: LearningSession, desk: Desk, query: str) -> list[dict[str, Any]]:
    """Return the files of each language: XLIFF by source language, and one spreadsheet."""
    by_language: dict[str, list[dict[str, Any]]] = {}
    for (source, language), count in sorted(counts(desk).items()):
        by_language.setdefault(language, []).append(
            {
                "source": world_languages.name_of(source),
                "count": count,
                "address": _export_address(session, "xlf", source, language, query),
            }
        )
    return [
        {
            "language": code,
            "files": by_language[code],
            "sheet": _export_address(session, "xlsx", _ALL, code, query),
        }
        for code in desk.access.languages
        if code in by_language
    ]


def _export_address(
    session: LearningSession, format_name: str, source: str, language: str, query: str
) -> str:
    address = reverse(
        "admin:sessions_app_learningsession_translation_export",
        args=[session.pk, format_name, source, language],
    )
    return f"{address}?{query}" if query else address


def _target(access: DeskAccess) -> str:
    return f"translations:{access.session.pk}"
