"""The pages on which a note becomes a session, or the translation of one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from unfold.decorators import action

from cities.directory import gazetteer
from llex.core.languages import fallbacks
from sessions_app.admin.note_uploads import draft_page, translation_page
from sessions_app.admin.note_uploads.form import NoteForm
from sessions_app.admin.note_uploads.shared import choose_language, save_answers
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.importing.drafting.existing import awaits_note
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.uploads import keep, purpose_of
from sessions_app.models import LearningSession, NoteUpload, Series
from sessions_app.permissions import imports_notes, translates_notes

_LOOK_OR_ACT = ("GET", "HEAD", "POST")
# Uploads that are listed to be gone on with.
_MOST = 20


class NoteUploadMixin:
    """Add to the admin of sessions the pages of notes that are uploaded."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "note_upload": ("", require_http_methods(_LOOK_OR_ACT)(self.note_upload)),
            "discard_note": ("discard/", require_POST(self.discard_note)),
        }
        own = session_urls(self.admin_site, views, prefix="import-note/<int:key>/")
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def has_upload_note_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return imports_notes(request.user) or translates_notes(request.user)

    @action(
        description=gettext_lazy("New session from a Word note"),
        permissions=["upload_note"],
        url_path="import-note",
        icon="upload_file",
    )
    @method_decorator(require_http_methods(_LOOK_OR_ACT))
    def import_note(self, request: HttpRequest) -> HttpResponse:
        """Take a note, and lead to the page on which it is looked at."""
        self._require(request)
        session = _preset(request)
        if request.method != "POST":
            form = NoteForm(user=request.user, initial=_initial(session))
            return self._start(request, form, session)
        form = NoteForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid() or form.reading is None:
            return self._start(request, form, session)
        chosen = form.cleaned_data
        # A new site knows no places before somebody asks for one.
        gazetteer.ensure_loaded()
        upload = keep(
            form.reading,
            form.name,
            owner=request.user,
            series=chosen["session"].series if chosen["session"] else chosen["series"],
            session=chosen["session"],
            language=chosen["language"],
        )
        return redirect("admin:sessions_app_learningsession_note_upload", upload.pk)

    def note_upload(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show what was recognised in a note, take in what is put right, and take it over."""
        upload = self._own(request, key)
        try:
            purpose = purpose_of(upload.session, upload.language)
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:sessions_app_learningsession_import_note")
        if not (imports_notes if purpose == "draft" else translates_notes)(request.user):
            raise PermissionDenied
        if request.method == "POST" and "language" in request.POST:
            save_answers(request, upload)
            choose_language(request, upload)
            return redirect(request.path)
        page = draft_page if purpose == "draft" else translation_page
        return page.answer(partial(self._context, request), request, upload)

    def discard_note(self, request: HttpRequest, key: int) -> HttpResponse:
        """Forget a note that was uploaded."""
        upload = self._own(request, key)
        text = _("“%(note)s” was discarded. Nothing was written.") % {"note": upload}
        upload.delete()
        messages.success(request, text)
        return redirect("admin:sessions_app_learningsession_import_note")

    def _own(self, request: HttpRequest, key: int) -> NoteUpload:
        """Return an upload of the user."""
        self._require(request)
        uploads = NoteUpload.objects.of(request.user).select_related("series", "session__series")
        return get_object_or_404(uploads, pk=key)

    def _require(self, request: HttpRequest) -> None:
        if not self.has_upload_note_permission(request):
            raise PermissionDenied

    def _start(
        self, request: HttpRequest, form: NoteForm, session: LearningSession | None
    ) -> HttpResponse:
        waiting = NoteUpload.objects.of(request.user).select_related("session", "series")
        context = {
            "title": _("A note from Word"),
            "form": form,
            "waiting": waiting.defer("reading")[:_MOST],
            "may_make": imports_notes(request.user),
            "back": _back(session),
        }
        return TemplateResponse(
            request,
            "admin/sessions_app/note_uploads/start.html",
            self._context(request, **context),
        )

    def _context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **more}


def _preset(request: HttpRequest) -> LearningSession | None:
    key = request.GET.get("session", "")
    if not (key.isascii() and key.isdecimal()):
        return None
    return LearningSession.objects.select_related("series").filter(pk=int(key)).first()


def _initial(session: LearningSession | None) -> dict[str, Any]:
    own = get_language()
    if session is None:
        series = Series.objects.all()[:2]
        return {"language": own, "series": series[0] if len(series) == 1 else None}
    main = session.main_language
    if awaits_note(session):
        return {"session": session, "language": main}
    others = [code for code in (*session.languages[1:], *fallbacks(main)) if code != main]
    return {"session": session, "language": next(iter(others), own)}


def _back(session: LearningSession | None) -> str:
    if session is None:
        return reverse("admin:sessions_app_learningsession_changelist")
    return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
