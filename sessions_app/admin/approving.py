"""Four eyes: asking a second person to approve a note, approving it, and taking that back."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from llex.core.db.fields import ProseFormField
from llex.core.languages.phrases import join_with_and
from llex.core.models import User
from sessions_app.admin.publishing import CheckedSession, drafts
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.briefing.checksums import checksum
from sessions_app.briefing.note_approval import (
    ApprovalState,
    TextChanged,
    approval_states,
    approve_note,
    ask_for_approval,
    second_people,
    take_approval_back,
)
from sessions_app.briefing.preflight.findings import NOT_APPROVED
from sessions_app.models import LearningSession
from sessions_app.permissions import asks_for_approval, publishes

_LONGEST: Final = 2000
_UNFIT: Final = 422


class WordsForm(forms.Form):
    """Languages to be ticked, each with the checksum of the words that are shown."""

    words = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={
            "required": gettext_lazy("Tick at least one language."),
            "invalid_choice": gettext_lazy(
                "The note has changed meanwhile, or someone else was faster. Look at it again."
            ),
        },
    )

    def __init__(self, data: Any, states: Sequence[ApprovalState]) -> None:
        choices = [(f"{state.code}:{state.checksum}", state.name) for state in states]
        super().__init__(data, initial={"words": [value for value, _name in choices]})
        words: Any = self.fields["words"]
        words.choices = choices

    @property
    def shown(self) -> dict[str, str]:
        """Return the checksums of what was ticked, by language."""
        pairs = (value.partition(":") for value in self.cleaned_data["words"])
        return {code: checksum for code, _colon, checksum in pairs}


class AskingForm(WordsForm):
    """The person who is asked, for which languages, and a remark to that person."""

    asked_of = forms.ModelChoiceField(
        label=gettext_lazy("Second person"),
        queryset=User.objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Someone else who may publish; the person gets an e-mail."),
        error_messages={"required": gettext_lazy("Choose whom you ask.")},
    )
    remark = ProseFormField(
        label=gettext_lazy("What should the person know?"),
        required=False,
        max_length=_LONGEST,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: Any, states: Sequence[ApprovalState], user: User) -> None:
        super().__init__(data, states)
        people: Any = self.fields["asked_of"]
        people.queryset = second_people(user)


class ApprovingMixin:
    """Add to the admin of sessions the approval of a note by a second person."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.note_approval)
        views: Views = {"note_approval": ("note/approval/", view)}
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def note_approval(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show what is approved and by whom; ask, approve, or take an approval back."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not settings.FOUR_EYES:
            raise Http404
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
        checked = CheckedSession(session)
        states = approval_states(session, checked.documents)
        if request.method != "POST":
            return self._approval_page(request, checked, states)
        actions: dict[str, tuple[Callable[[Any], bool], Any]] = {
            "ask": (asks_for_approval, self._ask),
            "approve": (publishes, self._approve),
            "take_back": (publishes, self._take_back),
        }
        action = actions.get(request.POST.get("do", ""))
        if action is None:
            return HttpResponseBadRequest()
        allowed, act = action
        if not allowed(request.user):
            raise PermissionDenied
        answer: HttpResponse = act(request, checked, states)
        return answer

    def _ask(
        self, request: HttpRequest, checked: CheckedSession, states: list[ApprovalState]
    ) -> HttpResponse:
        user: Any = request.user
        form = AskingForm(request.POST, _to_ask(states), user)
        if not form.is_valid():
            return self._approval_page(request, checked, states, asking=form)
        session, person = checked.rows.session, form.cleaned_data["asked_of"]
        remark = form.cleaned_data["remark"]
        ask_for_approval(session, form.shown, of=person, by=user, remark=remark)
        messages.success(
            request, _("%(name)s gets an e-mail that asks for the approval.") % {"name": person}
        )
        return _back(session)

    def _approve(
        self, request: HttpRequest, checked: CheckedSession, states: list[ApprovalState]
    ) -> HttpResponse:
        user: Any = request.user
        form = WordsForm(request.POST, _to_approve(states, user))
        if not form.is_valid():
            return self._approval_page(request, checked, states, approving=form)
        approve_note(checked.rows.session, form.shown, by=user)
        names = join_with_and(one.name for one in states if one.code in form.shown)
        messages.success(
            request, _("You have approved the note: %(languages)s.") % {"languages": names}
        )
        return _back(checked.rows.session)

    def _take_back(
        self, request: HttpRequest, checked: CheckedSession, states: list[ApprovalState]
    ) -> HttpResponse:
        code, _colon, checksum = request.POST.get("words", "").partition(":")
        user: Any = request.user
        try:
            take_approval_back(checked.rows.session, code, checksum, by=user)
        except TextChanged:
            raise Http404 from None
        messages.success(request, _("Your approval is taken back."))
        return _back(checked.rows.session)

    def _approval_page(
        self,
        request: HttpRequest,
        checked: CheckedSession,
        states: list[ApprovalState],
        *,
        asking: forms.Form | None = None,
        approving: forms.Form | None = None,
    ) -> HttpResponse:
        user: Any = request.user
        session = checked.rows.session
        to_approve = _to_approve(states, user) if publishes(user) else []
        to_ask = _to_ask(states) if asks_for_approval(user) else []
        if to_ask and asking is None:
            asking = AskingForm(None, to_ask, user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Approval by a second person"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
            "states": [(state, _draft(session, state)) for state in states],
            "is_approved": all(state.is_approved for state in states),
            "is_published": _is_published(checked),
            "may_publish": publishes(user),
            "errors": sum(one.code != NOT_APPROVED for one in checked.check.errors),
            "approving": approving or (WordsForm(None, to_approve) if to_approve else None),
            "asking": asking,
            "has_second": asking is None or second_people(user).exists(),
            "changes": checked.changes(),
        }
        template = "admin/sessions_app/note_approval.html"
        status = _UNFIT if request.method == "POST" else 200
        return TemplateResponse(request, template, context, status=status)


def _to_ask(states: Sequence[ApprovalState]) -> list[ApprovalState]:
    return [state for state in states if not state.is_approved]


def _to_approve(states: Sequence[ApprovalState], user: User) -> list[ApprovalState]:
    return [state for state in states if state.current and state.current.may_be_given_by(user)]


def _draft(session: LearningSession, state: ApprovalState) -> Any:
    return next(one for one in drafts(session) if one.code == state.code)


def _is_published(checked: CheckedSession) -> bool:
    """Return whether readers have the note as it is now."""
    edition = checked.edition
    if edition is None or edition.withdrawn_at is not None:
        return False
    return edition.checksum == checksum(checked.documents)


def _back(session: LearningSession) -> HttpResponse:
    name = "admin:sessions_app_learningsession_note_approval"
    return HttpResponseRedirect(reverse(name, args=[session.pk]))
