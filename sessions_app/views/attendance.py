"""Saying at the door that one is there, and certificates of attendance."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from llex.core.db.former_slugs import redirects_former_slugs
from sessions_app.attendance import certificates, door
from sessions_app.models import LearningSession, Registration
from sessions_app.registration import signed_links
from sessions_app.views.registration_page import behind_personal_link

_TOO_MANY: Final = 429
_CLOSED: Final = 403


@redirects_former_slugs(LearningSession.slug_now)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def here(request: HttpRequest, slug: str) -> HttpResponse:
    """Note who types the code at the door; the answer is the same for unknown addresses."""
    rows = LearningSession.objects.announced().select_related("series")
    session = get_object_or_404(rows, slug=slug)
    if not door.is_door_open(session):
        return _here_page(request, session, status=_CLOSED)
    initial = {"code": request.GET.get("code", "")[:20]}
    form = door.HereForm(session, request.POST or None, initial=initial)
    if request.method != "POST":
        return _here_page(request, session, form=form)
    if door.is_too_often(request, str(form["email"].value() or "")):
        form.add_error(None, _("There were too many tries from here. Please wait for an hour."))
        return _here_page(request, session, form=form, status=_TOO_MANY)
    if not form.is_valid():
        return _here_page(request, session, form=form, status=422)
    door.arrive(session, form.cleaned_data["email"])
    return _here_page(request, session, is_done=True)


@behind_personal_link("POST")
def registration_here(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Note from the personal page that the person is there, by the code at the door."""
    session = registration.session
    form = door.CodeForm(session, request.POST)
    if not door.is_door_open(session):
        messages.error(request, _("The code is taken in the hours around the session only."))
    elif door.is_too_often(request, f"registration:{registration.pk}"):
        messages.error(request, _("There were too many tries from here. Please wait for an hour."))
    elif not form.is_valid():
        messages.error(request, str(form.errors["code"][0]))
    else:
        door.note_arrival(registration.participant)
        messages.success(request, _("Thank you: you are noted as present."))
    return redirect(signed_links.personal_path(registration))


@behind_personal_link("GET", "HEAD")
def registration_certificate(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Send a person's certificate, in the language of the page."""
    if not certificates.has_certificate(registration.participant):
        raise Http404
    return certificates.certificate_file(registration.participant, translation.get_language() or "")


@require_safe
@never_cache
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a certificate is genuine, and no more of the person than it says itself."""
    participant = certificates.find_certified(token)
    language = translation.get_language() or ""
    said = certificates.certificate(participant, language) if participant else None
    context = {"said": said}
    status = 200 if said else 404
    return render(request, "sessions_app/attendance/certificate.html", context, status=status)


def _here_page(
    request: HttpRequest, session: LearningSession, *, status: int = 200, **more: Any
) -> HttpResponse:
    opens, closes = door.door_hours(session)
    context = {"session": session, "opens": opens, "closes": closes, **more}
    return render(request, "sessions_app/attendance/here.html", context, status=status)
