"""A person's own page about a registration, behind a personal link and without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.views.privacy import keeps_its_address
from llex.core.privacy.notice import current_version, shown_version
from llex.core.states import WrongState
from sessions_app.attendance.certificates import has_certificate
from sessions_app.attendance.door import is_door_open
from sessions_app.calendars.http import Feed, answer_file
from sessions_app.models import Participant, Registration
from sessions_app.registration import confirming, places, registration_mails, signed_links
from sessions_app.registration.forms import AnswersForm
from sessions_app.registration.signed_links import RegistrationLinkStatus
from sessions_app.views.registration import link_unknown

_GONE: Final = 410
_CONFLICT: Final = 409
_PAGES: Final = ("page", "change", "cancel", "again", "calendar")
View = Callable[[HttpRequest, Registration], HttpResponse]


def behind_personal_link(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Return a decorator that keeps a view behind valid personal links."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @require_http_methods([*methods])
        @never_cache
        @keeps_its_address
        @wraps(view)
        def answer(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
            registration, status = signed_links.find_registration(key, token)
            if registration is None:
                return link_unknown(request)
            if status != RegistrationLinkStatus.OPEN:
                session = registration.session
                context = {
                    "session": session, "status": str(status),
                    "contact": session.series.named_contact,
                }  # fmt: skip
                page = "sessions_app/registration/link_closed.html"
                return render(request, page, context, status=_GONE)
            return view(request, registration)

        return answer

    return decorate


@behind_personal_link("GET", "HEAD")
def registration_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show the place or the position, how to join, and what can be changed."""
    return _page(request, registration, "page")


@behind_personal_link("GET", "HEAD", "POST")
def registration_change(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change what was written; the place stays."""
    if registration.participant.status == Participant.Status.CANCELLED or _is_over(registration):
        return redirect(signed_links.personal_path(registration))
    form = AnswersForm(request.POST or None, initial=_initial(registration))
    if request.method == "POST" and form.is_valid():
        answers = form.answers(shown_version(request.POST.get("notice", "")))
        confirming.change(registration, _kept(registration, answers, form))
        messages.success(request, _("Your changes are saved."))
        return redirect(signed_links.personal_path(registration))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "privacy_notice": current_version()}
    return _page(request, registration, "change", status=status, **context)


@behind_personal_link("GET", "HEAD", "POST")
def registration_cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask whether to cancel, and do so when the button is pressed."""
    if request.method != "POST":
        return _page(request, registration, "cancel")
    try:
        places.cancel(registration.participant)
    except WrongState as problem:
        return _page(request, registration, "page", status=_CONFLICT, problem=str(problem))
    messages.success(request, _("Your registration is cancelled."))
    return redirect(signed_links.personal_path(registration))


@behind_personal_link("POST")
def registration_again(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Take a cancellation back while people may register."""
    session = registration.session
    if not session.takes_registrations:
        text = _("Registration is closed.")
        return _page(request, registration, "page", status=_CONFLICT, problem=text)
    try:
        confirming.register_again(registration)
    except (WrongState, confirming.SessionOver) as problem:
        text = str(problem) or _("This session is over.")
        return _page(request, registration, "page", status=_CONFLICT, problem=text)
    messages.success(request, _("You are registered again."))
    return redirect(signed_links.personal_path(registration))


@behind_personal_link("GET", "HEAD")
def registration_calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Send the session as an entry for the person's calendar, with the way to join."""
    if registration.participant.status != Participant.Status.REGISTERED:
        raise Http404
    entry = registration_mails.calendar_entry(registration)
    response = HttpResponse(entry.content, content_type=entry.content_type)
    response["Content-Disposition"] = f'attachment; filename="{entry.name}"'
    return response


@behind_personal_link("GET", "HEAD")
def registration_feed(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Send all sessions of the person as a feed, with the way to join each."""
    content = registration_mails.calendar_feed(registration)
    return answer_file(request, content, "sessions.ics", is_feed=True, is_private=True)


def _page(
    request: HttpRequest, registration: Registration, name: str, status: int = 200, **more: Any
) -> HttpResponse:
    participant = registration.participant
    is_waiting = participant.status == Participant.Status.WAITING
    context = {
        "registration": registration,
        "participant": participant,
        "session": registration.session,
        "position": places.waiting_position(participant) if is_waiting else None,
        "is_over": _is_over(registration),
        "is_door_open": is_door_open(registration.session),
        "has_certificate": has_certificate(participant),
        "may_return": registration.session.takes_registrations,
        "paths": {
            name: signed_links.personal_path(registration, f"registration_{name}")
            for name in (*_PAGES, "here", "certificate")
        },
        "feed": Feed.at(signed_links.personal_path(registration, "registration_feed")),
        **more,
    }
    return render(request, f"sessions_app/registration/{name}.html", context, status=status)


def _is_over(registration: Registration) -> bool:
    session = registration.session
    return session.is_cancelled or session.ends_at <= now()


def _initial(registration: Registration) -> dict[str, Any]:
    city = registration.city
    return registration.answers() | {
        "city_name": registration.city_name or (str(city) if city else ""),
        "choice": f"city:{city.pk}" if city else "",
    }


def _kept(registration: Registration, answers: dict[str, Any], form: AnswersForm) -> dict[str, Any]:
    """Keep the former version of the notice where the consent was given before."""
    if registration.consents_to_listing and answers["consents_to_listing"]:
        answers["privacy_notice"] = registration.privacy_notice
    answers["city"] = answers["city"] or confirming.city_of_place(form.place)
    answers["time_zone"] = answers["time_zone"] or registration.time_zone
    return answers
