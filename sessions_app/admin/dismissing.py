"""Dismissing findings of the check with a reason, and showing them again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from llex.core.db.fields import ProseFormField
from sessions_app.admin.link_checks import LinkCheckMixin
from sessions_app.admin.publishing import CheckedSession
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.briefing.preflight.dismissals import dismiss
from sessions_app.models import LearningSession
from sessions_app.models.dismissed_findings import LONGEST_REASON
from sessions_app.permissions import publishes


class DismissalForm(forms.Form):
    """The reason for which a finding is dismissed."""

    reason = ProseFormField(
        label=gettext_lazy("Why it may stay as it is"),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Write why it may stay as it is.")},
    )


class DismissingMixin(LinkCheckMixin):
    """Add to the admin of sessions what is done on the page of the check."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "dismiss_finding": ("check/dismiss/", require_POST(self.dismiss_finding)),
            "show_finding": ("check/show/", require_POST(self.show_finding)),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]

    def dismiss_finding(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Hide a finding with a reason, as long as the text is the same."""
        session = self._publishable(request, session_id)
        checked, form = CheckedSession(session), DismissalForm(request.POST)
        finding = checked.check.dismissible(request.POST.get("finding", ""))
        if finding is None:
            messages.warning(request, _gone(form))
        elif not form.is_valid():
            page: HttpResponse = self.check_page(request, checked, form)  # type: ignore[attr-defined]
            return page
        else:
            dismiss(session, finding, form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
            messages.success(
                request, _("The finding is dismissed. It returns if the text changes.")
            )
        return HttpResponseRedirect(check_address(session))

    def show_finding(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show a finding again that was dismissed."""
        session = self._publishable(request, session_id)
        key = request.POST.get("dismissed", "")
        if not key.isdecimal():
            raise Http404
        get_object_or_404(session.dismissed_findings, pk=key).delete()
        messages.success(request, _("The finding is shown again."))
        return HttpResponseRedirect(check_address(session))

    def _publishable(self, request: HttpRequest, session_id: int) -> LearningSession:
        """Return the session. Raise PermissionDenied unless the user may publish its note."""
        if not publishes(request.user):
            raise PermissionDenied
        return get_object_or_404(LearningSession, pk=session_id)


def _gone(form: DismissalForm) -> str:
    """Return that there is no such finding, with the reason that was typed."""
    text = _(
        "This finding is no longer there: the text has changed, or someone else has dismissed it."
        " Your reason was: “%(reason)s”"
    )
    return text % {"reason": form["reason"].value() or ""}


def check_address(session: LearningSession) -> str:
    """Return the address of the check of a session's note."""
    return reverse("admin:sessions_app_learningsession_preflight", args=[session.pk])
