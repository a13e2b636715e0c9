"""Inviting people to a session for invited people: choose or paste, read the e-mails, send."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from cities.invitations.mail_preview import digest
from llex.core import languages
from llex.core.languages.phrases import labelled
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.models import LearningSession, Participant, Person
from sessions_app.registration.inviting import (
    Invitee,
    find_invitees,
    invite_to_register,
    preview_invitation,
)
from sessions_app.registration.teams import read_team

_MOST = 500
_MOST_SHOWN = 20


class PeopleToInviteForm(forms.Form):
    """The people to invite: known ones, and a pasted list of addresses."""

    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"),
        queryset=Person.objects.exclude(email=""),
        required=False,
        help_text=gettext_lazy("Type the beginning of a name. Only people with an address."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Addresses"),
        required=False,
        max_length=100_000,
        widget=UnfoldAdminTextareaWidget(attrs={"dir": "auto", "rows": 8}),
        help_text=gettext_lazy(
            "One person a line, with or without the name, as tables and mail programs give it."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=languages.LANGUAGES,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Of those whose language is not known from a registration."),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Also those who were invited before"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.widget = AutocompleteSelectMultiple(
            Participant._meta.get_field("person"),
            admin.site,
            attrs={"data-theme": "admin-autocomplete", "class": "unfold-admin-autocomplete"},
        )
        field.widget.choices = field.choices

    def clean_pasted(self) -> list[Any]:
        lines = read_team(self.cleaned_data["pasted"], needs_name=False)
        if len(lines) > _MOST:
            text = _("At most %(count)s people at once.") % {"count": _MOST}
            raise forms.ValidationError(text)
        # An address that is there twice is taken once.
        addressed = {one.email for one in lines if not one.problem}
        wrong = [one for one in lines if one.problem and one.email not in addressed]
        if wrong:
            raise forms.ValidationError([labelled(one.text, one.problem) for one in wrong])
        return [one for one in lines if not one.problem]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given.get("people") or given.get("pasted")):
            raise forms.ValidationError(_("Choose people, or paste addresses."))
        return given


class RegistrationInvitationsMixin:
    """Add to the admin of sessions the page that invites people to register."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "registration_invite": ("registration/invite/", self.registration_invite),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def registration_invite(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Choose people, read each e-mail, send."""
        wanted = ("sessions_app.change_participant", "sessions_app.add_mailing")
        if not request.user.has_perms(wanted):
            raise PermissionDenied
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
        back = reverse("admin:sessions_app_learningsession_registration", args=[session.pk])
        if problem := _problem_of(session):
            messages.warning(request, problem)
            return HttpResponseRedirect(back)
        given = request.POST if request.method == "POST" else None
        form = PeopleToInviteForm(given, initial={"language": session.main_language})
        if given is None or not form.is_valid():
            status = 200 if given is None else 422
            return self._invite_to_register_page(request, session, form, [], status)
        chosen = form.cleaned_data
        found = find_invitees(
            session, chosen["people"], chosen["pasted"], chosen["language"], again=chosen["again"]
        )
        letters = [preview_invitation(session, one) for one in found if not one.skipped]
        seen = digest(letters)
        if "send" not in given or given.get("seen") != seen or not letters:
            if "send" in given:
                messages.warning(
                    request, _("The e-mails have changed since you looked: please look again.")
                )
            more: dict[str, Any] = {
                "letters": letters[:_MOST_SHOWN],
                "count": len(letters),
                "seen": seen,
            }
            return self._invite_to_register_page(request, session, form, found, **more)
        messages.success(request, _sent(invite_to_register(session, found)))
        return HttpResponseRedirect(back)

    def _invite_to_register_page(
        self,
        request: HttpRequest,
        session: LearningSession,
        form: PeopleToInviteForm,
        found: list[Invitee],
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Invite to register"),
            "original": session,
            "session": session,
            "back": reverse("admin:sessions_app_learningsession_registration", args=[session.pk]),
            "form": form,
            "skipped": [one for one in found if one.skipped],
            "is_shown": bool(found),
            **more,
        }
        template = "admin/sessions_app/invite_to_register.html"
        return TemplateResponse(request, template, context, status=status)


def _problem_of(session: LearningSession) -> str:
    """Return why people cannot be invited to a session now, or nothing."""
    if session.registration_access != session.RegistrationAccess.INVITED:
        return _("Everyone can register for this session: it has no link for invited people.")
    if not session.is_announced:
        return _("Announce the session first; then people can be invited.")
    if session.is_cancelled or now() >= session.registration_end:
        return _("The time to register is over: set a later one first.")
    return ""


def _sent(count: int) -> str:
    text = ngettext(
        "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
    )
    return text % {"count": count}
