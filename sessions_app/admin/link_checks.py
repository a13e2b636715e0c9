"""Asking, on request, whether the sites answer to which a note leads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from llex.core.languages.numbers import number
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.preflight.answer_checks import ask_sites, kept_answers
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.rules.answers_of_sites import addresses_to_ask
from sessions_app.models import LearningSession
from sessions_app.permissions import publishes


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """How many addresses a note leads to, how many wait for an answer, and when one last came."""

    count: int
    waiting: int
    last: datetime | None


def link_check(note: CheckedNote) -> LinkCheck | None:
    """Return what is known of the addresses of a note, None where nothing is to be asked."""
    addresses = addresses_to_ask(note)
    if not addresses:
        return None
    known = kept_answers(addresses).values()
    answered = [kept.at for kept in known if kept.answer]
    return LinkCheck(len(addresses), len(known) - len(answered), max(answered, default=None))


class LinkCheckMixin:
    """Add to the admin of sessions the button that has sites asked."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"ask_sites": ("check/links/", require_POST(self.ask_sites))}
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def ask_sites(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Have the worker ask whether the sites answer to which the draft of a note leads."""
        if not publishes(request.user):
            raise PermissionDenied
        session = get_object_or_404(LearningSession, pk=session_id)
        if not settings.LINK_CHECKS:
            raise Http404
        asked = ask_sites(addresses_to_ask(CheckedNote(compose_all(session))))
        if asked:
            text = ngettext(
                "%(number)s link is being checked. What is found will be on this page.",
                "%(number)s links are being checked. What is found will be on this page.",
                len(asked),
            ) % {"number": number(len(asked))}
            messages.success(request, text)
        else:
            messages.info(request, _("There is no link to check, or all are being checked."))
        address = reverse("admin:sessions_app_learningsession_preflight", args=[session.pk])
        return HttpResponseRedirect(address)
