"""The people present in a session: participants to mark, the head count, and who else counts."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from llex.core.db.fields import LineFormField
from sessions_app.admin.attendance_door import AttendanceDoorMixin
from sessions_app.admin.attendance_file import AttendanceFileMixin
from sessions_app.admin.imports import undo_as_told
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.attendance.certificates import gives_certificates
from sessions_app.attendance.recording import mark_by_list
from sessions_app.models import LearningSession, Participant, SpreadsheetImport, head_count
from sessions_app.permissions import notes_attendance

ON_A_PAGE: Final = 200
# A database's largest number in such a field.
_MOST: Final = 2_147_483_647
_MOST_FILES: Final = 5


class HeadCountForm(forms.Form):
    """An organiser's own number of people, with its reason."""

    attendance = forms.IntegerField(
        label=gettext_lazy("Your number"),
        required=False,
        min_value=0,
        max_value=_MOST,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Empty: the number that was computed."),
    )
    attendance_reason = LineFormField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=gettext_lazy("For the organisers, such as: two rooms watched together."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("attendance") is None:
            cleaned["attendance_reason"] = ""
        elif not cleaned.get("attendance_reason") and not self.has_error("attendance"):
            self.add_error("attendance_reason", _("Say why the number is another one."))
        return cleaned


class AttendanceMixin(AttendanceFileMixin, AttendanceDoorMixin):
    """Add to the admin of sessions the page of who was present."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"attendance": ("attendance/", self.attendance)}
        return [*session_urls(self.admin_site, views), *super().get_urls()]

    def attendance(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show who was present, and note what the form says."""
        if not notes_attendance(request.user):
            raise PermissionDenied
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
        if request.method != "POST":
            return self._attendance_page(request, session, _count_form(session))
        do = request.POST.get("do")
        if do == "mark":
            _mark(request, session)
        elif do == "correct":
            form = HeadCountForm(request.POST)
            if not form.is_valid():
                return self._attendance_page(request, session, form, status=422)
            _correct(request, session, form)
        elif do == "uncount":
            _uncount(request, session)
        elif do == "undo":
            undo_as_told(request, session)
        else:
            return HttpResponseBadRequest()
        return HttpResponseRedirect(request.get_full_path())

    def _attendance_page(
        self,
        request: HttpRequest,
        session: LearningSession,
        form: HeadCountForm,
        status: int = 200,
    ) -> HttpResponse:
        query = request.GET.get("q", "").strip()
        page = Paginator(_participants(session, query), ON_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "title": _("Attendance"),
            "back": reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
            "count": head_count(session),
            "query": query,
            "page": page,
            "shown": ",".join(str(one.pk) for one in page),
            "counted": list(session.meeting_attendees.counted().exclude(name="")),
            "files": _files(session),
            "gives_certificates": gives_certificates(session),
            "form": form,
        }
        template = "admin/sessions_app/attendance.html"
        return TemplateResponse(request, template, context, status=status)


def _participants(session: LearningSession, query: str) -> QuerySet[Participant]:
    rows = session.participants.select_related("person__city", "person__organisation")
    for word in query.split():
        rows = rows.filter(person__search_key__key_contains=word)
    return rows.order_by(*(f"person__{name}" for name in ("family_name", "name")), "pk")


def _files(session: LearningSession) -> QuerySet[SpreadsheetImport]:
    rows = session.spreadsheet_imports.filter(kind=SpreadsheetImport.Kind.ATTENDANCE)
    return rows.select_related("written_by", "undone_by")[:_MOST_FILES]


def _count_form(session: LearningSession) -> HeadCountForm:
    names = ("attendance", "attendance_reason")
    return HeadCountForm(initial={name: getattr(session, name) for name in names})


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal()]


def _mark(request: HttpRequest, session: LearningSession) -> None:
    shown = _numbers(request.POST.get("shown", "").split(","))
    present = set(_numbers(request.POST.getlist("present")))
    counts, problems = mark_by_list(session, shown, present)
    for problem in problems:
        messages.warning(request, problem)
    if count := counts["present"]:
        text = ngettext(
            "%(count)s person was marked as present.",
            "%(count)s people were marked as present.",
            count,
        )
        messages.success(request, text % {"count": count})
    if count := counts["absent"]:
        text = ngettext(
            "%(count)s person was marked as absent.",
            "%(count)s people were marked as absent.",
            count,
        )
        messages.success(request, text % {"count": count})
    if not counts and not problems:
        messages.info(request, _("Nothing was changed."))


def _correct(request: HttpRequest, session: LearningSession, form: HeadCountForm) -> None:
    session.attendance = form.cleaned_data["attendance"]
    session.attendance_reason = form.cleaned_data["attendance_reason"]
    session.save(update_fields=["attendance", "attendance_reason", "changed_at"])
    messages.success(request, _("The head count is saved."))


def _uncount(request: HttpRequest, session: LearningSession) -> None:
    """Stop counting a person whom the meeting tool's file names."""
    keys = _numbers([request.POST.get("attendee", "")])
    row = get_object_or_404(session.meeting_attendees.counted(), pk=keys[0] if keys else 0)
    row.is_counted = False
    row.save(update_fields=["is_counted"])
    messages.success(request, _("%(name)s is no longer counted.") % {"name": row.name})
