"""From a session's page to its note: preview the draft, check it, publish it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from llex.core import languages
from llex.core.db.fields import ProseFormField
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.editions import NotReady, PublishedEdition, publish
from sessions_app.briefing.preflight.checks import Finding, errors_in, preflight_session
from sessions_app.briefing.render import FORMATS
from sessions_app.models import LearningSession
from sessions_app.permissions import publishes


class PublishForm(forms.Form):
    """The change note, and the reason to publish in spite of errors where there are some."""

    note = ProseFormField(
        label=gettext_lazy("Change note"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("What differs from the edition before. Readers see it."),
    )
    override = ProseFormField(
        label=gettext_lazy("Reason to publish in spite of the errors"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept in the edition."),
    )

    def __init__(self, *args: Any, is_ready: bool, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_ready:
            del self.fields["override"]
        else:
            self.fields["override"].required = True
        if is_first:
            del self.fields["note"]


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
        """Show the rows as they are, as a page that only we see; ``?language=`` says in which."""
        session = self._session(request, object_id)
        code = request.GET.get("language", session.main_language)
        if code not in session.languages:
            raise Http404
        made = FORMATS["html"]
        draft = made.render(compose(session, code), None)
        return HttpResponse(draft, content_type=made.media_type)

    @action(
        description=gettext_lazy("Preflight"),
        permissions=["view"],
        url_path="preflight",
        icon="checklist",
    )
    def preflight(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List the findings of the check of a note."""
        session = self._session(request, object_id)
        return self._page(request, session, preflight_session(session), form=None)

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
        findings = preflight_session(session)
        last = session.editions.first()
        form = PublishForm(
            request.POST if request.method == "POST" else None,
            is_ready=not errors_in(findings),
            is_first=last is None,
        )
        if request.method != "POST" or not form.is_valid():
            return self._page(request, session, findings, form)
        was_announced = session.is_announced
        try:
            published = publish(session, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NotReady as problem:
            # The rows changed since they were checked: show the form that now fits them.
            form = PublishForm(request.POST, is_ready=False, is_first=last is None)
            return self._page(request, session, problem.findings, form)
        self._report(request, published, is_announced=session.is_announced and not was_announced)
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

    def _page(
        self,
        request: HttpRequest,
        session: LearningSession,
        findings: list[Finding],
        form: PublishForm | None,
    ) -> HttpResponse:
        stopping = errors_in(findings)
        address = reverse("admin:sessions_app_learningsession_preview_draft", args=[session.pk])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publish") if form else _("Preflight"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": self._address(session),
            "groups": [
                (_("Errors: to be mended before publishing"), stopping),
                (_("Warnings"), [found for found in findings if found not in stopping]),
            ],
            "is_ready": not stopping,
            "form": form,
            "may_publish": publishes(request.user),
            "previews": [
                (languages.name_of(code), code, f"{address}?language={code}")
                for code in session.languages
            ],
        }
        return TemplateResponse(request, "admin/sessions_app/publish.html", context)

    def _session(self, request: HttpRequest, object_id: str) -> LearningSession:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        return get_object_or_404(LearningSession, pk=object_id)

    def _address(self, session: LearningSession) -> str:
        return reverse("admin:sessions_app_learningsession_change", args=[session.pk])
