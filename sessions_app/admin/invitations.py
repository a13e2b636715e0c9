"""From a session's page: invite cities by hand or from a spreadsheet."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from cities.forms.invitations import CitiesForm, InviteesForm, invitees
from cities.invitations import sending
from cities.invitations.mail_preview import MailPreview, digest, preview_for, preview_mails
from cities.models import Contribution, Officer
from cities.officers import memberships
from cities.spreadsheets.invitations import InvitationResource
from llex.core.mail.addresses import tell_removals
from llex.core.models import User
from llex.core.spreadsheets import reading
from llex.core.spreadsheets.importing import Step
from llex.core.spreadsheets.pages import ImportPage, import_page
from sessions_app.models import LearningSession


class InvitingMixin:
    """Add to the admin of sessions the pages that invite cities."""

    admin_site: Any
    opts: Any

    def has_invite_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("cities.add_invitation"))

    @action(
        description=gettext_lazy("Invite cities"),
        permissions=["invite"],
        url_path="invite",
        icon="mail",
    )
    def invite_cities(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose cities, then people; read each e-mail; send."""
        session = self._inviting(request, object_id)
        if session is None:
            return redirect(_page(object_id))
        asked = request.POST if request.method == "POST" else None
        chosen = CitiesForm(asked or request.GET or None)
        if not chosen.is_bound or not chosen.is_valid():
            return self._invite_page(request, session, chosen, [])
        is_asked = asked is not None and bool({"preview", "send"} & asked.keys())
        forms = invitees(session, chosen.cleaned_data["cities"], asked if is_asked else None)
        # Each is asked, so that all mistakes are shown at once.
        wrong = [form for form in forms if is_asked and not form.is_valid()]
        if not is_asked or wrong:
            return self._invite_page(request, session, chosen, forms)
        letters = _letters(session, forms, request.user)
        seen = digest(letters)
        if asked is None or "send" not in asked or asked.get("seen", seen) != seen:
            if asked and "send" in asked:
                messages.warning(
                    request, _("The e-mails have changed since you looked: please look again.")
                )
            more = {"letters": letters, "seen": seen}
            return self._invite_page(request, session, chosen, forms, **more)
        tell_removals(request, forms)
        count = _invite_all(session, forms, request.user)
        messages.success(request, _sent(count))
        return redirect("admin:sessions_app_learningsession_board", session.pk)

    @action(
        description=gettext_lazy("Invite from a spreadsheet"),
        permissions=["invite"],
        url_path="invite/import",
        icon="upload",
    )
    def invite_import(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Preview a list of cities and officers, and send the invitations in one go."""
        session = self._inviting(request, object_id)
        if session is None:
            return redirect(_page(object_id))
        invited: list[tuple[Officer, Contribution]] = []
        page = ImportPage(
            target=f"invitations:{session.pk}",
            title=_("Invite cities to “%(session)s”") % {"session": session},
            back=reverse("admin:sessions_app_learningsession_board", args=[session.pk]),
            export="",
            help=_(
                "An XLSX, ODS, XLS or CSV file of at most 5 MB with the columns city, country,"
                " name, email and language (en, fr, es or ar); position may be added."
            ),
            rules=_(
                "People who are invited already stay as they are. A city that we"
                " do not have yet is taken from the gazetteer, where its country"
                " is given."
            ),
            confirm=_("Send these invitations"),
            done=_sent,
            steps=partial(_steps, session, request.user, invited),
            preview_template="admin/sessions_app/_letters.html",
            preview_context=lambda: {
                "letters": [preview_for(one, about, request.user) for one, about in invited]
            },
            context={
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": session,
            },
        )
        return import_page(request, page)

    def _inviting(self, request: HttpRequest, object_id: str) -> LearningSession | None:
        """Return the session, or None after saying why cities cannot be invited to it now."""
        if not self.has_invite_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=object_id)
        if not session.is_announced:
            messages.warning(request, _("Announce the session first; then cities can be invited."))
            return None
        if not session.takes_contributions:
            text = _("The session takes no more contributions: set a later date first.")
            messages.warning(request, text)
            return None
        return session

    def _invite_page(
        self,
        request: HttpRequest,
        session: LearningSession,
        chosen: CitiesForm,
        forms: list[InviteesForm],
        **more: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Invite cities"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": _page(str(session.pk)),
            "chosen": chosen,
            "forms": forms,
            "letter": preview_mails(session, forms[0].city, forms[0].first_language, request.user)
            if forms
            else None,
            **more,
        }
        return TemplateResponse(request, "admin/sessions_app/invite.html", context)


def _letters(session: LearningSession, forms: list[InviteesForm], by: Any) -> list[MailPreview]:
    """Return each e-mail that would be sent."""
    emails = [form.new["email"] for form in forms if form.new]
    known = {user.email: user for user in User.objects.filter(email__in=emails)}
    return [
        preview_for(officer, form.contribution or Contribution(session=session, city=form.city), by)
        for form in forms
        for officer in form.recipients(known)
    ]


@transaction.atomic
def _invite_all(session: LearningSession, forms: list[InviteesForm], by: Any) -> int:
    count = 0
    for form in forms:
        contribution = sending.get_or_create_contribution(session, form.city)
        chosen = form.chosen
        if new := form.new:
            chosen.append(memberships.appoint(form.city, **new))
        for officer in dict.fromkeys(chosen):
            sending.invite(contribution, officer, by)
            count += 1
    return count


def _steps(
    session: LearningSession,
    by: Any,
    invited: list[tuple[Officer, Contribution]],
    name: str,
    data: bytes,
) -> list[Step]:
    resource = partial(InvitationResource, scope=session, by=by, invited=invited)
    return [Step(InvitationResource.sheet, reading.read_single(name, data), resource)]


def _sent(count: int) -> str:
    text = ngettext(
        "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
    )
    return text % {"count": count}


def _page(object_id: str) -> str:
    return reverse("admin:sessions_app_learningsession_cockpit", args=[object_id])
