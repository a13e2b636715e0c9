"""The registrations of a session for its organisers: counts, links, waiting list, by hand."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from llex.core import languages
from llex.core.db.fields import LineFormField
from llex.core.mail.addresses import AddressFormField, tell_removals
from llex.core.states import WrongState
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.models import LearningSession, Participant, Registration
from sessions_app.registration import confirming, places, signed_links
from sessions_app.registration.overview import registration_overview

_ROW_VERBS: Final = {"move_up": places.move_up, "cancel": places.cancel}


class ByHandForm(forms.Form):
    """A person whom an organiser registers."""

    name = LineFormField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    email = AddressFormField(
        label=gettext_lazy("E-mail address"), max_length=254, widget=UnfoldAdminEmailInputWidget
    )
    position = LineFormField(
        label=gettext_lazy("Position"),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails"),
        choices=languages.LANGUAGES,
        widget=UnfoldAdminSelectWidget,
    )

    def answers(self) -> dict[str, Any]:
        """Return the data of the valid form as answers, without consent to be listed."""
        given = {name: self.cleaned_data[name] for name in ("name", "position", "language")}
        return Registration(**given).answers()


class RegistrationMixin:
    """Add to the admin of sessions the page of their registrations."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"registration": ("registration/", self.registration)}
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def registration(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show who registers, and do what a pressed button says."""
        session = self._registered_for(request, session_id)
        form = ByHandForm(initial={"language": session.main_language})
        if request.method != "POST":
            return self._registration_page(request, session, form)
        do = request.POST.get("do", "")
        if do == "register":
            form = ByHandForm(request.POST)
            if not form.is_valid():
                return self._registration_page(request, session, form, status=422)
            tell_removals(request, [form])
            _register(request, session, form)
        elif do == "renew":
            session.renew_invitation()
            messages.success(request, _("There is a new link; the former one no longer works."))
        elif do in _ROW_VERBS:
            self._act_on_row(request, session, do)
        else:
            return HttpResponseBadRequest()
        return HttpResponseRedirect(request.path)

    def _act_on_row(self, request: HttpRequest, session: LearningSession, do: str) -> None:
        key = request.POST.get("participant", "")
        rows = session.participants.select_related("person", "session__series")
        participant = get_object_or_404(rows, pk=int(key) if key.isdecimal() else 0)
        try:
            _ROW_VERBS[do](participant)
        except WrongState as problem:
            messages.warning(request, str(problem))
        else:
            _report(request, participant)

    def _registration_page(
        self, request: HttpRequest, session: LearningSession, form: ByHandForm, status: int = 200
    ) -> HttpResponse:
        by_invitation = session.registration_access == session.RegistrationAccess.INVITED
        rows = reverse("admin:sessions_app_participant_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "title": _("Registration"),
            "back": reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
            "overview": registration_overview(session),
            "invitation": signed_links.invitation_url(session, session.main_language)
            if by_invitation
            else "",
            "participants": f"{rows}?session__id__exact={session.pk}",
            "form": form,
        }
        template = "admin/sessions_app/registration.html"
        return TemplateResponse(request, template, context, status=status)

    def _registered_for(self, request: HttpRequest, session_id: int) -> LearningSession:
        wanted = ("sessions_app.change_participant", "sessions_app.view_registration")
        if not request.user.has_perms(wanted):
            raise PermissionDenied
        return get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)


def _register(request: HttpRequest, session: LearningSession, form: ByHandForm) -> None:
    try:
        made = confirming.register_person(session, form.cleaned_data["email"], form.answers())
    except confirming.SessionOver:
        messages.error(request, _("This session is over."))
        return
    _report(request, made.participant)


def _report(request: HttpRequest, participant: Participant) -> None:
    texts = {
        Participant.Status.REGISTERED: _("%(name)s has a place and is told by e-mail."),
        Participant.Status.WAITING: _("%(name)s is on the waiting list and is told by e-mail."),
        Participant.Status.CANCELLED: _("The registration of %(name)s is cancelled."),
        Participant.Status.ATTENDED: _("%(name)s is registered already."),
    }
    text = texts[Participant.Status(participant.status)]
    messages.success(request, text % {"name": participant})
