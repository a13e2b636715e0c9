"""Withdrawing a published note with a reason, and taking that back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from llex.core import languages
from llex.core.db.fields import ProseFormField
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.briefing.note_withdrawal import (
    TAKEN_BACK,
    WITHDRAWN,
    restore_note,
    withdraw_note,
)
from sessions_app.models import LearningSession
from sessions_app.permissions import publishes


class WithdrawalForm(forms.Form):
    """The reason in each language of the session, and the confirmation.

    The reason is required in the main language; readers of another one get that where theirs has
    none.
    """

    sure = forms.BooleanField(
        label=gettext_lazy("Withdraw the note in all its editions, languages and files."),
        widget=UnfoldBooleanWidget,
        error_messages={"required": gettext_lazy("Confirm that the note is withdrawn.")},
    )

    def __init__(self, data: Any, *, session: LearningSession) -> None:
        super().__init__(data)
        for code in session.languages:
            self.fields[f"reason_{code}"] = _reason(code, is_main=code == session.main_language)
        self.order_fields([name for name in self.fields if name != "sure"])

    @property
    def reasons(self) -> dict[str, str]:
        """Return the reasons by language."""
        return {
            name.removeprefix("reason_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("reason_") and text
        }


class WithdrawingMixin:
    """Add to the admin of sessions the withdrawal of a published note."""

    admin_site: Any
    opts: Any
    recorded_actions: ClassVar[Mapping[str, Any]] = {
        WITHDRAWN: gettext_lazy("Note withdrawn"),
        TAKEN_BACK: gettext_lazy("Withdrawal of the note taken back"),
    }

    def get_urls(self) -> list[Any]:
        withdraw = require_http_methods(["GET", "HEAD", "POST"])(self.withdraw_note)
        views: Views = {
            "withdraw_note": ("note/withdraw/", withdraw),
            "restore_note": ("note/restore/", require_POST(self.restore_note)),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def withdraw_note(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Ask for the reason, and withdraw the note."""
        session = _publishable(request, session_id)
        if not session.editions.readable().exists():
            messages.warning(request, _("There is no published note to withdraw."))
            return _back(session)
        form = WithdrawalForm(request.POST or None, session=session)
        if request.method != "POST" or not form.is_valid():
            return self._withdrawal_page(request, session, form)
        gone = withdraw_note(session, form.reasons, by=request.user)  # type: ignore[arg-type]
        text = ngettext(
            "The note is withdrawn: readers no longer have its edition.",
            "The note is withdrawn: readers no longer have its %(count)s editions.",
            len(gone),
        )
        messages.success(request, text % {"count": len(gone)})
        return _back(session)

    def restore_note(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Take back the withdrawal of a note."""
        session = _publishable(request, session_id)
        if restore_note(session, by=request.user):  # type: ignore[arg-type]
            messages.success(
                request, _("The withdrawal is taken back: readers have the note again.")
            )
        else:
            messages.warning(request, _("The note is not withdrawn."))
        return _back(session)

    def _withdrawal_page(
        self, request: HttpRequest, session: LearningSession, form: WithdrawalForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Withdraw the note"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": _address(session),
            "form": form,
        }
        return TemplateResponse(request, "admin/sessions_app/withdraw_note.html", context)


def _reason(code: str, *, is_main: bool) -> forms.Field:
    """Return the field of the reason in one language."""
    attrs = {"rows": 3, "lang": code, "dir": languages.direction(code)}
    return ProseFormField(
        label=_("Reason for the withdrawal (%(language)s)") % {"language": languages.name_of(code)},
        required=is_main,
        widget=UnfoldAdminTextareaWidget(attrs=attrs),
        help_text=_("Readers see it in place of the note."),
        error_messages={"required": _("Write why the note is withdrawn.")},
    )


def _publishable(request: HttpRequest, session_id: int) -> LearningSession:
    """Return the session. Raise PermissionDenied unless the user may publish its note."""
    if not publishes(request.user):
        raise PermissionDenied
    return get_object_or_404(LearningSession, pk=session_id)


def _back(session: LearningSession) -> HttpResponse:
    return HttpResponseRedirect(f"{_address(session)}#publish")


def _address(session: LearningSession) -> str:
    return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
