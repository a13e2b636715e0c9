"""The personal pages of a speaker: confirm, check, change, decline; behind a signed link."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.views.privacy import keeps_its_address
from llex.core import languages
from llex.core.privacy.notice import current_version, shown_version
from llex.core.states import WrongState
from sessions_app.models import SpeakerInvitation
from sessions_app.models.speakers import LONGEST_BIOGRAPHY
from sessions_app.speakers import answering, pieces, speaker_files, speaker_links
from sessions_app.speakers.answer_forms import (
    DeclineForm,
    PictureForm,
    SlidesForm,
    SpeakerAnswersForm,
)
from sessions_app.speakers.speaker_links import SpeakerLinkStatus

_GONE: Final = 410
_CONFLICT: Final = 409
_UNFIT: Final = 422
_PAGES: Final = ("page", "answer", "decline", "picture", "slides", "slides_file")
# A file is a response of another kind than a page.
View = Callable[[HttpRequest, SpeakerInvitation], Any]


def behind_speaker_link(
    *methods: str,
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Return a decorator that keeps a view behind valid links of speakers.

    A state in which a view cannot do what is asked is said on the personal page.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @require_http_methods([*methods])
        @never_cache
        @keeps_its_address
        @wraps(view)
        def answer(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
            invitation, status = speaker_links.find_invitation(key, token)
            if invitation is None:
                return render(request, "sessions_app/speakers/link_unknown.html", status=404)
            if status != SpeakerLinkStatus.OPEN:
                return _link_closed(request, invitation, status)
            try:
                answered: HttpResponse = view(request, invitation)
            except WrongState as problem:
                return _page(request, invitation, "page", _CONFLICT, problem=str(problem))
            return answered

        return answer

    return decorate


@behind_speaker_link("GET", "HEAD")
def speaker_page(request: HttpRequest, invitation: SpeakerInvitation) -> HttpResponse:
    """Show the role, what was answered and sent, and what is asked."""
    page = _page(request, invitation, "page")
    if request.method == "GET" and "Sec-Purpose" not in request.headers:
        invitation.mark_opened()
    return page


@behind_speaker_link("GET", "HEAD", "POST")
def speaker_answer(request: HttpRequest, invitation: SpeakerInvitation) -> HttpResponse:
    """Write name, position and biography, check them, and confirm the role by them."""
    if not invitation.may_be_answered:
        return _refused(request, invitation)
    language = _language()
    before = answering.answers_of(invitation, language)
    has_biography = invitation.asks_biography or bool(before.biography)
    posted = request.POST if request.method == "POST" else None
    initial = asdict(before)
    if invitation.awaits_answer:
        # Agreeing is the person's own act, whatever organisers have noted.
        initial["consents_to_listing"] = False
    form = SpeakerAnswersForm(posted, initial=initial, has_biography=has_biography)
    do = request.POST.get("do", "") if posted is not None else ""
    if posted is None or do == "edit" or not form.is_valid():
        is_wrong = posted is not None and do != "edit"
        context: dict[str, Any] = {
            "form": form,
            "privacy_notice": current_version(),
            "longest": LONGEST_BIOGRAPHY,
        }
        return _page(request, invitation, "answer", _UNFIT if is_wrong else 200, **context)
    answers = form.answers(before)
    notice = shown_version(request.POST.get("notice", ""))
    if do != "send":
        context = {"form": form, "answers": answers, "privacy_notice": notice}
        return _page(request, invitation, "check", **context)
    is_first = invitation.awaits_answer
    answering.answer(invitation, answers, language, notice=notice)
    text = _("Thank you: your part is confirmed.") if is_first else _("Your changes are saved.")
    messages.success(request, text)
    return redirect(speaker_links.speaker_path(invitation))


@behind_speaker_link("GET", "HEAD", "POST")
def speaker_decline(request: HttpRequest, invitation: SpeakerInvitation) -> HttpResponse:
    """Ask whether to decline the role, and do so when the button is pressed."""
    if not invitation.may_be_answered:
        return _refused(request, invitation)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answering.decline(invitation, form.cleaned_data["reason"])
        messages.success(request, _("Thank you for telling us."))
        return redirect(speaker_links.speaker_path(invitation))
    status = _UNFIT if request.method == "POST" else 200
    return _page(request, invitation, "decline", status, form=form)


@behind_speaker_link("GET", "HEAD", "POST")
def speaker_picture(request: HttpRequest, invitation: SpeakerInvitation) -> HttpResponse:
    """Show the picture; take a new one, what is said of it, or its removal."""
    if not _may_send(invitation):
        return _refused(request, invitation)
    picture = pieces.picture_of(invitation)
    texts = speaker_files.texts_of_picture(picture)
    if request.method != "POST":
        return _picture_page(request, invitation, PictureForm(initial=asdict(texts)))
    if request.POST.get("do") == "remove":
        speaker_files.remove_picture(invitation)
        messages.success(request, _("The picture is deleted."))
        return redirect(speaker_links.speaker_path(invitation))
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            speaker_files.save_picture(invitation, file, form.texts(), _language())
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The picture is saved."))
            return redirect(speaker_links.speaker_path(invitation))
    return _picture_page(request, invitation, form, _UNFIT)


@behind_speaker_link("GET", "HEAD", "POST")
def speaker_slides(request: HttpRequest, invitation: SpeakerInvitation) -> HttpResponse:
    """Show the slides; take new ones, or their removal."""
    if not _may_send(invitation):
        return _refused(request, invitation)
    if request.method == "POST" and request.POST.get("do") == "remove":
        speaker_files.remove_slides(invitation)
        messages.success(request, _("The slides are deleted."))
        return redirect(speaker_links.speaker_path(invitation))
    is_posted = request.method == "POST"
    form = SlidesForm(request.POST, request.FILES) if is_posted else SlidesForm()
    if is_posted and form.is_valid():
        try:
            speaker_files.save_slides(invitation, form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The slides are saved."))
            return redirect(speaker_links.speaker_path(invitation))
    context = {"form": form, "megabytes": settings.ATTACHMENT_MEGABYTES}
    return _page(request, invitation, "slides", _UNFIT if is_posted else 200, **context)


def _picture_page(
    request: HttpRequest, invitation: SpeakerInvitation, form: PictureForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "megabytes": settings.ATTACHMENT_MEGABYTES,
        "narrowest": speaker_files.NARROWEST,
    }
    return _page(request, invitation, "picture", status, **context)


def _may_send(invitation: SpeakerInvitation) -> bool:
    return invitation.may_be_answered and not invitation.awaits_answer


def _refused(request: HttpRequest, invitation: SpeakerInvitation) -> HttpResponse:
    """Lead back to the personal page, which says why nothing can be sent now."""
    if request.method == "POST":
        raise WrongState(invitation, _("send"))
    return redirect(speaker_links.speaker_path(invitation))


def _page(
    request: HttpRequest, invitation: SpeakerInvitation, name: str, status: int = 200, **more: Any
) -> HttpResponse:
    session = invitation.session
    context = {
        "invitation": invitation,
        "participant": invitation.participant,
        "session": session,
        "contact": session.series.named_contact,
        "is_over": session.ends_at <= now(),
        "pieces": pieces.pieces_of(invitation),
        "written": answering.answers_of(invitation, _language()),
        "picture": pieces.picture_of(invitation),
        "slides": pieces.slides_of(invitation),
        "paths": {
            page: speaker_links.speaker_path(invitation, f"speaker_{page}") for page in _PAGES
        },
        **more,
    }
    return render(request, f"sessions_app/speakers/{name}.html", context, status=status)


def _link_closed(
    request: HttpRequest, invitation: SpeakerInvitation, status: SpeakerLinkStatus
) -> HttpResponse:
    session = invitation.session
    context = {"session": session, "status": str(status), "contact": session.series.named_contact}
    return render(request, "sessions_app/speakers/link_closed.html", context, status=_GONE)


def _language() -> str:
    return get_language() or languages.DEFAULT
