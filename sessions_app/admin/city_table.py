"""From a session's page: the table that organisers have becomes contributions."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from unfold.decorators import action
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from cities.directory import gazetteer
from llex.core import languages
from llex.core.db.locks import lock
from llex.core.files import storage_faults
from llex.core.spreadsheets import formats, pending, progress
from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.journal import recording
from llex.core.spreadsheets.sheets import UnreadableFile
from sessions_app.models import LearningSession, SpreadsheetImport
from sessions_app.permissions import imports_contributions
from sessions_app.spreadsheets.city_table import remembered
from sessions_app.spreadsheets.city_table.preview import Answers, Preview, prepare
from sessions_app.spreadsheets.city_table.writing import write
from sessions_app.spreadsheets.imports import record

_PASTED: Final = "pasted"


class CityTableForm(forms.Form):
    """A file, or the cells of a spreadsheet pasted into a box, and the language of its texts."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ",".join(formats.EXTENSIONS)}),
        help_text=gettext_lazy("XLSX, ODS, XLS or CSV, at most 5 MB."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the cells here"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Copy them in your spreadsheet program, with their heads."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of its texts"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages.LANGUAGES  # type: ignore[attr-defined]

    def upload(self) -> pending.Pending:
        """Return what was chosen or pasted; the file where it is both."""
        file = self.cleaned_data["file"]
        if file:
            return pending.Pending(file.name, file.read(), "")
        return pending.Pending("", self.cleaned_data["pasted"].encode(), _PASTED)


class CityTableMixin:
    """Add to the admin of sessions the page that imports a table of cities."""

    admin_site: Any
    opts: Any

    def has_import_table_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return imports_contributions(request.user)

    @action(
        description=gettext_lazy("Import a table of cities"),
        permissions=["import_table"],
        url_path="table/import",
        icon="table_view",
    )
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def city_table(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Read a table, show what it would change, ask what is in doubt, and write it."""
        if not self.has_import_table_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=object_id)
        page = _Page(self, request, session)
        if request.method != "POST":
            if progress.FIELD in request.GET:
                return progress.answer(request, page.target)
            return page.answer(form=CityTableForm(initial={"language": session.main_language}))
        with progress.reporting(request, page.target):
            token = request.POST.get("token")
            return page.go_on(token) if token else page.begin()


class _Page:
    """One request for the page of one session."""

    def __init__(self, admin: CityTableMixin, request: HttpRequest, session: LearningSession):
        self.admin = admin
        self.request = request
        self.session = session
        self.target = f"city table:{session.pk}"

    def begin(self) -> HttpResponse:
        """Read what was chosen or pasted, keep it, and show what it would change."""
        form = CityTableForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.answer(form=form)
        upload = form.upload()
        answers = Answers(language=form.cleaned_data["language"])
        try:
            preview = self._prepare(_grids(upload), answers)
            if preview.open_choices and gazetteer.ensure_loaded():
                # A new site knows no places before somebody asks for one.
                preview = self._prepare(_grids(upload), answers)
        except UnreadableFile as problem:
            form.add_error("pasted" if upload.fingerprint == _PASTED else "file", str(problem))
            return self.answer(form=form)
        try:
            token = pending.keep(upload, user=self.request.user, target=self.target)
        except pending.NotKept:
            messages.error(self.request, storage_faults.cannot_keep())
            return self.answer(form=form)
        return self._show(preview, token, upload.name)

    def go_on(self, token: str) -> HttpResponse:
        """Show the kept file with other answers, or write it as it was shown."""
        upload = pending.look(token, user=self.request.user, target=self.target)
        if upload is None:
            messages.error(
                self.request, _("This preview has expired. Please choose the file again.")
            )
            return redirect(self.request.path)
        answers = Answers.from_post(self.request.POST.dict())
        try:
            if "write" in self.request.POST:
                return self._write(_grids(upload), answers, token, upload.name)
            return self._show(self._prepare(_grids(upload), answers), token, upload.name)
        except UnreadableFile as problem:
            messages.error(self.request, str(problem))
            return redirect(self.request.path)

    def answer(self, **context: Any) -> HttpResponse:
        """Answer with the page."""
        back = reverse("admin:sessions_app_learningsession_cockpit", args=[self.session.pk])
        return TemplateResponse(
            self.request,
            "admin/sessions_app/city_table.html",
            {
                **self.admin.admin_site.each_context(self.request),
                "opts": self.admin.opts,
                "title": _("Import a table of cities"),
                "original": self.session,
                "session": self.session,
                "back": back,
                **context,
            },
        )

    def _prepare(self, grids: list[Grid], answers: Answers) -> Preview:
        return prepare(grids, answers, self.session, self.request.user)

    def _show(
        self, preview: Preview, token: str, name: str, *, is_stale: bool = False
    ) -> HttpResponse:
        return self.answer(
            preview=preview,
            token=token,
            name=name or _("What you pasted"),
            is_stale=is_stale,
            languages=languages.LANGUAGES,
        )

    def _write(self, grids: list[Grid], answers: Answers, token: str, name: str) -> HttpResponse:
        """Write what was shown; show it anew where something else would be written by now."""
        with transaction.atomic():
            lock(self.target)
            preview = self._prepare(grids, answers)
            seen = self.request.POST.get("seen") == preview.changes.fingerprint
            if not preview.is_writable or not seen:
                return self._show(preview, token, name, is_stale=not seen)
            self._record(preview, name)
        pending.drop(token)
        count = len(preview.changes.to_write)
        text = ngettext("%(count)s city was written.", "%(count)s cities were written.", count)
        imports = reverse("admin:sessions_app_learningsession_imports", args=[self.session.pk])
        link = format_html('<a href="{}">{}</a>', imports, _("Undo the import"))
        messages.success(self.request, format_html("{} {}", text % {"count": count}, link))
        return redirect("admin:sessions_app_learningsession_cockpit", self.session.pk)

    def _record(self, preview: Preview, name: str) -> None:
        """Write, and keep how to undo it and what the columns held."""
        by = self.request.user
        with recording() as journal:
            write(self.session, preview.changes, preview.language)
        record(
            self.session,
            journal,
            kind=SpreadsheetImport.Kind.CITY_TABLE,
            name=name or _("Pasted cells"),
            counts=preview.changes.counts,
            by=by,
        )
        remembered.remember(self.session.series, preview.signature, preview.columns)


def _grids(upload: pending.Pending) -> list[Grid]:
    if upload.fingerprint == _PASTED:
        return formats.read_pasted(upload.data.decode(), name=_("Pasted cells"))
    return formats.read_file(upload.data, name=upload.name.rpartition(".")[0])
