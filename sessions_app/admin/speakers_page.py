"""The speakers of a session for its organisers: invite, remind, look at what they sent, accept."""

from contextlib import suppress
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.invitations.mail_preview import digest
from llex.core.mail.addresses import tell_removals
from llex.core.states import WrongState
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.admin.speaker_forms import InvitingForms
from sessions_app.models import LearningSession, SpeakerInvitation
from sessions_app.speakers import (
    accepting,
    pieces,
    speaker_invitations,
    speaker_links,
    speaker_mails,
)
from sessions_app.speakers.speaker_list import answer_changes, speaker_lines

_UNFIT: Final = 422


class SpeakersMixin:
    """Add to the admin of sessions the pages of their speakers."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "speakers": ("speakers/", self.speakers),
            "invite_speakers": ("speakers/invite/", self.invite_speakers),
            "speaker": ("speakers/<int:pk>/", self.speaker),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def speakers(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show the invited speakers; remind those of whom something is missing."""
        session = self._with_speakers(request, session_id, "view")
        lines = speaker_lines(session)
        waiting = [line.invitation for line in lines if line.is_awaited]
        if request.method == "POST":
            self._require_right(request, "change")
            if request.POST.get("do") != "remind":
                return HttpResponseBadRequest()
            count = 0
            for invitation in waiting:
                # Another organiser may have just reminded them, or they have answered.
                with suppress(WrongState):
                    speaker_invitations.remind(invitation, by=request.user)
                    count += 1
            text = ngettext(
                "%(count)s person is reminded.", "%(count)s people are reminded.", count
            )
            messages.success(request, text % {"count": count})
            return HttpResponseRedirect(request.path)
        context: dict[str, Any] = {
            "lines": lines,
            "waiting": len(waiting),
            "back": _cockpit(session),
        }
        return self._speakers_page(request, session, "list", _("Speakers"), **context)

    def invite_speakers(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Choose people and what they are asked for; read each e-mail; send."""
        session = self._with_speakers(request, session_id, "add")
        if not session.is_announced or session.is_cancelled:
            text = _("Announce the session first; then speakers can be invited.")
            if session.is_cancelled:
                text = _("This session is cancelled.")
            messages.warning(request, text)
            return HttpResponseRedirect(_list(session))
        posted = request.POST if request.method == "POST" else None
        chosen = InvitingForms(session, posted)
        context: dict[str, Any] = {"chosen": chosen, "back": _list(session)}
        if posted is None:
            return self._speakers_page(request, session, "invite", _("Invite speakers"), **context)
        if not chosen.is_valid():
            context["status"] = _UNFIT
            return self._speakers_page(request, session, "invite", _("Invite speakers"), **context)
        asked, by = chosen.asked, request.user
        letters = [
            speaker_mails.preview_invitation(speaker_invitations.unsent(one, asked), by=by)
            for one in chosen.invitees
        ]
        context |= {"letters": letters, "seen": digest(letters)}
        if "send" not in posted or posted.get("seen") != context["seen"]:
            if "send" in posted:
                text = _("The e-mails have changed since you looked: please look again.")
                messages.warning(request, text)
            return self._speakers_page(request, session, "invite", _("Invite speakers"), **context)
        tell_removals(request, chosen.all)
        count = len(speaker_invitations.invite(session, chosen.invitees, asked, by=by))
        text = ngettext(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
        )
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(_list(session))

    def speaker(self, request: HttpRequest, session_id: int, pk: int) -> HttpResponse:
        """Show what a speaker sent and changed, and do what a pressed button says."""
        session = self._with_speakers(request, session_id, "view")
        rows = SpeakerInvitation.objects.with_pieces().select_related(
            "participant__person", "participant__session__series", "invited_by"
        )
        invitation = get_object_or_404(rows, pk=pk, participant__session=session)
        if request.method != "POST":
            return self._speaker_page(request, session, invitation)
        self._require_right(request, "change")
        try:
            done = _act(request, invitation)
        except WrongState as problem:
            messages.warning(request, str(problem))
        else:
            if not done:
                return HttpResponseBadRequest()
            messages.success(request, done)
        return HttpResponseRedirect(request.path)

    def _speaker_page(
        self, request: HttpRequest, session: LearningSession, invitation: SpeakerInvitation
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "invitation": invitation,
            "participant": invitation.participant,
            "changes": answer_changes(invitation),
            "pieces": pieces.pieces_of(invitation),
            "missing": pieces.missing_labels(invitation),
            "picture": pieces.picture_of(invitation),
            "slides": pieces.slides_of(invitation),
            "seen": accepting.seen_of(invitation),
            "address": speaker_links.speaker_url(invitation),
            "back": _list(session),
        }
        return self._speakers_page(request, session, "speaker", str(invitation), **context)

    def _speakers_page(
        self,
        request: HttpRequest,
        session: LearningSession,
        name: str,
        title: str,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "title": title,
            "may_invite": request.user.has_perm("sessions_app.add_speakerinvitation"),
            "may_change": request.user.has_perm("sessions_app.change_speakerinvitation"),
            **more,
        }
        template = f"admin/sessions_app/speakers/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def _with_speakers(self, request: HttpRequest, session_id: int, action: str) -> LearningSession:
        self._require_right(request, action)
        return get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)

    def _require_right(self, request: HttpRequest, action: str) -> None:
        if not request.user.has_perm(f"sessions_app.{action}_speakerinvitation"):
            raise PermissionDenied


def _act(request: HttpRequest, invitation: SpeakerInvitation) -> str:
    """Do what was pressed and return what to say of it; nothing for an unknown button."""
    do, by = request.POST.get("do", ""), request.user
    verb, _colon, piece = do.partition(":")
    name = {"name": invitation}
    if verb in ("accept", "hide") and piece in accepting.PIECES:
        shown = request.POST.get("seen", "")
        accepting.accept(invitation, piece, shown, is_accepted=verb == "accept")
        return _("Saved.")
    match do:
        case "remind":
            speaker_invitations.remind(invitation, by=by)
            return _("%(name)s is reminded.") % name
        case "new_link":
            speaker_invitations.send_new_link(invitation, by=by)
            return _("A new link is on its way; the former one no longer works.")
        case "withdraw":
            invitation.withdraw()
            return _("The invitation of %(name)s is withdrawn.") % name
        case "seen":
            invitation.mark_seen(request.POST.get("changed", ""))
            return _("Marked as seen.")
    return ""


def _list(session: LearningSession) -> str:
    return reverse("admin:sessions_app_learningsession_speakers", args=[session.pk])


def _cockpit(session: LearningSession) -> str:
    return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
