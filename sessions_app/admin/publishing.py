"""From a session's page to its note: preview the draft, check it, publish it."""

import hashlib
from collections.abc import Sequence
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
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from llex.core import languages
from llex.core.db.fields import ProseFormField
from llex.core.languages.phrases import join_with_and
from sessions_app.admin.finding_links import finding_links
from sessions_app.briefing.compose.note import compose, compose_rows
from sessions_app.briefing.compose.note_rows import load_rows
from sessions_app.briefing.editions import NotReady, PublishedEdition, publish
from sessions_app.briefing.preflight.checks import errors_in, preflight_session
from sessions_app.briefing.render import FORMATS
from sessions_app.cockpit.check import finding_groups, undecided, verdict
from sessions_app.models import LearningSession
from sessions_app.permissions import publishes


class PublishForm(forms.Form):
    """The change note, and the reason to publish in spite of errors where there are some."""

    without = forms.BooleanField(
        label=gettext_lazy("Publish without these cities. I have read their names."),
        required=True,
        widget=UnfoldBooleanWidget,
        error_messages={"required": gettext_lazy("Confirm that the note is without these cities.")},
    )
    # The cities that were named beside the confirmation.
    named = forms.CharField(widget=forms.HiddenInput, required=False)
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

    def __init__(
        self, data: Any, *, is_ready: bool, is_first: bool, left_out: Sequence[str]
    ) -> None:
        super().__init__(data, initial={"named": _fingerprint(left_out)})
        self.left_out = left_out
        if left_out:
            self.fields["without"].help_text = join_with_and(left_out)
        else:
            del self.fields["without"]
        if is_ready:
            del self.fields["override"]
        else:
            self.fields["override"].required = True
        if is_first:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Refuse a confirmation that was given for other cities than are left out now."""
        cleaned: dict[str, Any] = super().clean() or {}
        now_left_out = _fingerprint(self.left_out)
        if cleaned.pop("without", False) and cleaned.get("named") != now_left_out:
            text = _("Other cities are left out than when you opened this page. Read their names.")
            self.add_error("without", text)
            # What was ticked was about other names.
            data = self.data.copy()  # type: ignore[attr-defined]
            data["named"] = now_left_out
            data.pop("without", None)
            self.data = data
        cleaned.pop("named", None)
        return cleaned


def _fingerprint(names: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


class _Checked:
    """A session as it is now, with the findings of its check."""

    def __init__(self, session: LearningSession) -> None:
        self.rows = load_rows(session, with_checks=True)
        self.findings = preflight_session(session, compose_rows(self.rows), self.rows)

    @property
    def is_ready(self) -> bool:
        """Return whether nothing stops the note."""
        return not errors_in(self.findings)

    def form(self, data: Any) -> PublishForm:
        """Return the form that asks for what this state needs."""
        return PublishForm(
            data,
            is_ready=self.is_ready,
            is_first=not self.rows.session.editions.exists(),
            left_out=undecided(self.rows, self.findings),
        )


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
        description=gettext_lazy("Check"),
        permissions=["view"],
        url_path="preflight",
        icon="checklist",
    )
    def preflight(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List the findings of the check of a note."""
        checked = _Checked(self._session(request, object_id))
        return self._page(request, checked, form=None)

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
        checked = _Checked(session)
        form = checked.form(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, checked, form)
        was_announced = session.is_announced
        try:
            published = publish(session, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NotReady:
            # The rows changed since they were checked: show the form that now fits them.
            checked = _Checked(session)
            return self._page(request, checked, checked.form(request.POST))
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
        checked: "_Checked",
        form: PublishForm | None,
    ) -> HttpResponse:
        session = checked.rows.session
        findings = checked.findings
        address = reverse("admin:sessions_app_learningsession_preview_draft", args=[session.pk])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publish") if form else _("Check"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": self._address(session),
            "verdict": verdict(len(checked.rows.contributions), findings),
            "groups": finding_groups(findings, finding_links(checked.rows, findings, request.user)),
            "is_ready": checked.is_ready,
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
        return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
