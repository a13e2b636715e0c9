"""From a session's page: the meeting tool's list of participants says who was present."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminIntegerFieldWidget

from llex.core.db.locks import lock
from llex.core.files import storage_faults
from llex.core.spreadsheets import formats, pending
from llex.core.spreadsheets.journal import recording
from llex.core.spreadsheets.sheets import UnreadableFile
from llex.core.text.normalization import clean_line
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.attendance.attendee_matching import PersonMatch, fingerprint, match_attendees
from sessions_app.attendance.preview import AttendancePreview
from sessions_app.attendance.reading import FileAttendee, read_attendees
from sessions_app.attendance.recording import Decision, write_attendance
from sessions_app.models import LearningSession, SpreadsheetImport
from sessions_app.permissions import notes_attendance
from sessions_app.spreadsheets.imports import record

_DAY: Final = 24 * 60
_LONGEST_NAME: Final = 200


class MeetingFileForm(forms.Form):
    """The file, and for how long people must have been there."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ",".join(formats.EXTENSIONS)}),
        help_text=gettext_lazy("As Zoom, Teams or Webex gives it, at most 5 MB."),
    )
    at_least = forms.IntegerField(
        label=gettext_lazy("Present from so many minutes on"),
        required=False,
        min_value=0,
        max_value=_DAY,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Empty: everybody who joined."),
    )


class AttendanceFileMixin:
    """Add to the admin of sessions the page that reads the meeting tool's file."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"attendance_file": ("attendance/file/", self.attendance_file)}
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def attendance_file(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Read the file, show who is who, and write it once the organiser has confirmed it."""
        if not notes_attendance(request.user):
            raise PermissionDenied
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
        page = _FilePage(self, request, session)
        if request.method != "POST":
            return page.answer(form=MeetingFileForm())
        token = request.POST.get("token")
        return page.go_on(token) if token else page.begin()


class _FilePage:
    """One request for the page of one session."""

    def __init__(self, admin: AttendanceFileMixin, request: HttpRequest, session: LearningSession):
        self.admin = admin
        self.request = request
        self.session = session
        self.target = f"attendance:{session.pk}"

    def begin(self) -> HttpResponse:
        """Read what was chosen, keep it, and show who is who."""
        form = MeetingFileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.answer(form=form, status=422)
        file = form.cleaned_data["file"]
        if file.size > formats.LARGEST_FILE:
            form.add_error("file", _("The file is larger than 5 MB."))
            return self.answer(form=form, status=422)
        at_least = str(form.cleaned_data["at_least"] or 0)
        upload = pending.Pending(file.name, file.read(), at_least)
        try:
            attendees = _attendees(upload)
            token = pending.keep(upload, user=self.request.user, target=self.target)
        except UnreadableFile as problem:
            form.add_error("file", str(problem))
            return self.answer(form=form, status=422)
        except pending.NotKept:
            messages.error(self.request, storage_faults.cannot_keep())
            return self.answer(form=form)
        matches = self._matches(attendees, upload)
        return self._show([Decision(one, one.choice, one.name) for one in matches], token, upload)

    def go_on(self, token: str) -> HttpResponse:
        """Write the kept file as it was confirmed; show it again where something is open."""
        upload = pending.look(token, user=self.request.user, target=self.target)
        if upload is None:
            text = _("This preview has expired. Please choose the file again.")
            messages.error(self.request, text)
            return redirect(self.request.path)
        with transaction.atomic():
            lock(self.target)
            matches = self._matches(_attendees(upload), upload)
            decisions = [_decision(one, self.request) for one in matches]
            is_stale = self.request.POST.get("seen") != fingerprint(matches)
            if is_stale or any(one.is_open or one.problem for one in decisions):
                return self._show(decisions, token, upload, is_stale=is_stale, is_sent=True)
            counts = self._write(decisions, upload.name)
        pending.drop(token)
        _tell(self.request, counts["marked"], counts["new"], counts["counted"])
        return redirect("admin:sessions_app_learningsession_attendance", self.session.pk)

    def _write(self, decisions: Sequence[Decision], name: str) -> Counter[str]:
        """Note who was present, and how to undo it."""
        with recording() as journal:
            counts = write_attendance(self.session, decisions)
            new, marked = counts["new"], counts["marked"]
            record(
                self.session,
                journal,
                kind=SpreadsheetImport.Kind.ATTENDANCE,
                name=name,
                counts={
                    "new": new,
                    "changed": max(0, marked - new),
                    "unchanged": len(decisions) - max(new, marked),
                },
                by=self.request.user,
            )
        return counts

    def answer(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Answer with the page."""
        back = reverse("admin:sessions_app_learningsession_attendance", args=[self.session.pk])
        return TemplateResponse(
            self.request,
            "admin/sessions_app/attendance_file.html",
            {
                **self.admin.admin_site.each_context(self.request),
                "opts": self.admin.opts,
                "title": _("The meeting’s list of participants"),
                "original": self.session,
                "session": self.session,
                "back": back,
                **context,
            },
            status=status,
        )

    def _matches(
        self, attendees: Sequence[FileAttendee], upload: pending.Pending
    ) -> list[PersonMatch]:
        return match_attendees(self.session, attendees, at_least=int(upload.fingerprint))

    def _show(
        self,
        decisions: Sequence[Decision],
        token: str,
        upload: pending.Pending,
        *,
        is_stale: bool = False,
        is_sent: bool = False,
    ) -> HttpResponse:
        return self.answer(
            preview=AttendancePreview(decisions),
            token=token,
            seen=fingerprint(one.match for one in decisions),
            name=upload.name,
            at_least=int(upload.fingerprint),
            is_stale=is_stale,
            status=422 if is_sent else 200,
        )


def _attendees(upload: pending.Pending) -> list[FileAttendee]:
    return read_attendees(upload.data, name=upload.name.rpartition(".")[0])


def _decision(match: PersonMatch, request: HttpRequest) -> Decision:
    """Return what the form says about a match; where it says nothing possible, the proposal."""
    choice = request.POST.get(f"choice-{match.number}", "")
    name = clean_line(request.POST.get(f"name-{match.number}", match.name))[:_LONGEST_NAME]
    return Decision(match, choice if choice in match.choices else match.choice, name)


def _tell(request: HttpRequest, marked: int, new: int, counted: int) -> None:
    """Say what was written."""
    if marked:
        text = ngettext(
            "%(count)s participant was marked as present.",
            "%(count)s participants were marked as present.",
            marked,
        )
        messages.success(request, text % {"count": marked})
    if new:
        text = ngettext("%(count)s of them is new.", "%(count)s of them are new.", new)
        messages.success(request, text % {"count": new})
    if counted:
        text = ngettext(
            "%(count)s person counts without being one of the participants.",
            "%(count)s people count without being participants.",
            counted,
        )
        messages.success(request, text % {"count": counted})
    if not marked:
        messages.info(request, _("No participant was marked: there was nothing new."))
