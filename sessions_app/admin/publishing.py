"""From a session's page to its note: preview the draft, check it, publish it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from llex.core import languages
from llex.core.time_zones.moments import moment_text
from sessions_app.admin.finding_links import finding_links
from sessions_app.admin.link_checks import link_check
from sessions_app.admin.publish_form import PublishForm
from sessions_app.briefing.compose.note import compose, compose_rows
from sessions_app.briefing.compose.note_rows import load_rows
from sessions_app.briefing.edition_changes import LanguageChanges, edition_changes
from sessions_app.briefing.editions import NotReady, PublishedEdition, publish, read
from sessions_app.briefing.preflight.checks import check_note
from sessions_app.briefing.preflight.findings import NOT_APPROVED, unapproved_in
from sessions_app.briefing.preflight.left_out import undecided
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.scheduled_publication import schedule
from sessions_app.cockpit.check import finding_groups, verdict
from sessions_app.cockpit.task_buttons import task_button
from sessions_app.models import LearningSession, ScheduledPublication
from sessions_app.permissions import publishes


class CheckedSession:
    """A session as it is now, with the findings of its check."""

    def __init__(self, session: LearningSession) -> None:
        self.rows = load_rows(session, with_checks=True)
        self.documents = compose_rows(self.rows)
        self.check = check_note(session, self.documents, self.rows)
        self.edition = self.rows.last_edition

    @property
    def is_ready(self) -> bool:
        """Return whether nothing stops the note but approvals that are missing."""
        return all(one.code == NOT_APPROVED for one in self.check.errors)

    def changes(self) -> list[LanguageChanges]:
        """Return what readers of the current edition will find changed, by language."""
        if self.edition is None:
            return []
        before = {row.language: read(row) for row in self.edition.documents.all()}
        return edition_changes(before, self.documents)

    def form(self, data: Any) -> PublishForm:
        """Return the form that asks for what this state needs."""
        return PublishForm(
            data,
            session=self.rows.session,
            is_ready=self.is_ready,
            unapproved=unapproved_in(self.check.findings),
            is_first=self.edition is None,
            left_out=undecided(self.rows.contributions, self.check.findings),
        )


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """The draft in one language: the page, and its files by format."""

    name: str
    code: str
    page: str
    files: dict[str, str]


def drafts(session: LearningSession) -> list[DraftFiles]:
    """Return the addresses of the drafts of a session."""
    address = reverse("admin:sessions_app_learningsession_preview_draft", args=[session.pk])
    return [
        DraftFiles(
            languages.name_of(code),
            code,
            f"{address}?language={code}",
            {
                label: f"{address}?language={code}&format={name}"
                for name, label in (("pdf", "PDF"), ("docx", "Word"))
            },
        )
        for code in session.languages
    ]


class PublishingMixin:
    """Add to the admin of sessions the three steps to an edition."""

    admin_site: Any
    opts: Any

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return publishes(request.user)

    @action(
        description=gettext_lazy("Preview draft"),
        permissions=["view"],
        url_path="preview",
        icon="visibility",
        attrs={"target": "_blank"},
    )
    def preview_draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the rows as they are to us alone; ``?language=`` and ``?format=`` choose how."""
        session = self._session(request, object_id)
        code = request.GET.get("language", session.main_language)
        made = FORMATS.get(name := request.GET.get("format", "html"))
        if code not in session.languages or made is None:
            raise Http404
        draft = made.render(compose(session, code), None)
        answer = HttpResponse(draft, content_type=made.media_type)
        if name != "html":
            file = f"{session.slug}-{code}-draft{made.file_ending}"
            answer["Content-Disposition"] = content_disposition_header(True, file)
        answer["Cache-Control"] = "private, no-store"
        return answer

    @action(
        description=gettext_lazy("Check"),
        permissions=["view"],
        url_path="preflight",
        icon="checklist",
    )
    def preflight(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List the findings of the check of a note."""
        checked = CheckedSession(self._session(request, object_id))
        return self.check_page(request, checked)

    @action(
        description=gettext_lazy("Publish"),
        permissions=["publish"],
        url_path="publish",
        icon="publish",
        variant=ActionVariant.PRIMARY,
    )
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Publish the note, with a change note, and with a reason where there are errors."""
        session = self._session(request, object_id)
        checked = CheckedSession(session)
        if request.POST.get("do") == "cancel":
            return self._cancel(request, session)
        form = checked.form(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, checked, form)
        if form.is_for_later:
            return self._schedule(request, checked, form)
        was_announced = session.is_announced
        try:
            published = publish(
                session,
                by=request.user,  # type: ignore[arg-type]
                notes=form.notes,
                override=form.cleaned_data.get("override", ""),
                without_approval=form.cleaned_data.get("without_approval", ()),
            )
        except NotReady:
            # The rows changed since they were checked: show the form that now fits them.
            checked = CheckedSession(session)
            return self._page(request, checked, checked.form(request.POST))
        self._report(request, published, is_announced=session.is_announced and not was_announced)
        return redirect(self._address(session))

    def _schedule(
        self, request: HttpRequest, checked: CheckedSession, form: PublishForm
    ) -> HttpResponse:
        session = checked.rows.session
        scheduled = schedule(
            session,
            form.cleaned_data["publish_at"],
            by=request.user,  # type: ignore[arg-type]
            change_notes=form.notes,
            left_out=form.left_out,
            override=form.cleaned_data.get("override", ""),
        )
        said = moment_text(scheduled.publish_at, session.time_zone)
        messages.success(request, _("The note will be published: %(moment)s.") % {"moment": said})
        return redirect(self._address(session))

    def _cancel(self, request: HttpRequest, session: LearningSession) -> HttpResponse:
        gone, _rows = ScheduledPublication.objects.filter(session=session).delete()
        if gone:
            messages.success(request, _("The note will not be published by itself."))
        else:
            messages.info(request, _("No hour is set any more."))
        return redirect(self._address(session))

    def _report(
        self, request: HttpRequest, published: PublishedEdition, *, is_announced: bool
    ) -> None:
        number = published.edition.number
        if published.is_new:
            level, text = (
                messages.SUCCESS,
                _("Edition %(number)s is published, in every language of the note."),
            )
        else:
            level, text = (
                messages.INFO,
                _("Nothing has changed since edition %(number)s, so there is no new one."),
            )
        said = text % {"number": number}
        announced = _("The session is announced with it.")
        if is_announced:
            said = f"{said} {announced}"
        address = reverse("sessions_app:briefing", args=[published.edition.session.slug])
        link = format_html('<a href="{}">{}</a>', address, _("Read the note"))
        messages.add_message(request, level, format_html("{} {}", said, link))

    def check_page(
        self, request: HttpRequest, checked: CheckedSession, dismissal: forms.Form | None = None
    ) -> HttpResponse:
        """Show the findings alone; *dismissal* is the form that was refused."""
        return self._page(request, checked, form=None, dismissal=dismissal)

    def _page(
        self,
        request: HttpRequest,
        checked: CheckedSession,
        form: PublishForm | None,
        dismissal: forms.Form | None = None,
    ) -> HttpResponse:
        session = checked.rows.session
        findings = checked.check.findings
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publish") if form else _("Check"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": self._address(session),
            "verdict": verdict(len(checked.rows.contributions), findings),
            "groups": finding_groups(
                findings,
                finding_links(checked.rows, findings, request.user),
                task_button(checked.rows, request.user),
            ),
            "dismissed": checked.check.dismissed,
            "dismissal": dismissal,
            "chosen": request.GET.get("finding", ""),
            "is_ready": not checked.check.errors,
            "has_four_eyes": settings.FOUR_EYES,
            "form": form,
            "may_publish": publishes(request.user),
            "drafts": drafts(session),
            "scheduled": ScheduledPublication.objects.filter(session=session).first(),
            "changes": checked.changes(),
            "link_check": None if form else link_check(CheckedNote(checked.documents)),
        }
        return TemplateResponse(request, "admin/sessions_app/publish.html", context)

    def _session(self, request: HttpRequest, object_id: str) -> LearningSession:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        return get_object_or_404(LearningSession, pk=object_id)

    def _address(self, session: LearningSession) -> str:
        return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
