"""Registering for a session: the form, the e-mail on its way, and the page that confirms.

The answer to the form is the same whether its address is known or not, and for robots.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.directory.creation import name_of_place
from cities.views.privacy import keeps_its_address
from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.mail.addresses import tell_removals
from llex.core.privacy.notice import current_version, shown_version
from llex.core.states import WrongState
from sessions_app.models import LearningSession
from sessions_app.registration import confirming, signed_links
from sessions_app.registration.forms import RegistrationForm
from sessions_app.registration.offer import Offer, registration_offer
from sessions_app.registration.robots import is_too_often
from sessions_app.registration.signed_links import RegistrationLinkStatus

_STATUS: Final = {"not_yet": 403, "invited": 403, "closed": 410, "cancelled": 410}
_TOO_MANY: Final = 429
_GONE: Final = 410
View = Callable[..., HttpResponse]


def while_open(view: View) -> Callable[..., HttpResponseBase]:
    """Pass the announced session to the view; say why people cannot register for it now.

    *token* is that of the link by which invited people register.
    """

    @redirects_former_slugs(LearningSession.slug_now)
    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @keeps_its_address
    @wraps(view)
    def answer(request: HttpRequest, slug: str, token: str = "") -> HttpResponse:
        rows = LearningSession.objects.announced().select_related("series")
        session = get_object_or_404(rows.prefetch_related("series__conveners"), slug=slug)
        is_invited = bool(token) and signed_links.is_invitation(session, token)
        offer = registration_offer(session, is_invited=is_invited)
        if not offer.takes:
            return refuse_registration(request, session, offer, has_link=bool(token))
        return view(request, session, offer)

    return answer


@while_open
def register(request: HttpRequest, session: LearningSession, offer: Offer) -> HttpResponse:
    """Ask who wants to take part, and send the link that confirms it."""
    form = RegistrationForm(request.POST or None)
    if request.method != "POST":
        return _form_page(request, session, offer, form)
    if form.is_trapped:
        return _sent_page(request, session, str(form["email"].value() or ""))
    if not form.is_valid():
        return _form_page(request, session, offer, form, status=422)
    email = form.cleaned_data["email"]
    if is_too_often(request, email):
        text = _("Too many registrations came from here. Please send the form again in an hour.")
        form.add_error(None, text)
        return _form_page(request, session, offer, form, status=_TOO_MANY)
    tell_removals(request, [form])
    answers = form.answers(shown_version(request.POST.get("notice", "")))
    confirming.ask(session, email, {**answers, "place": form.place})
    return _sent_page(request, session, email)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_its_address
def registration_confirm(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """Show what was written, and confirm it when the button is pressed.

    Mail scanners open links, too: opening it changes nothing.
    """
    asked = signed_links.find_request(key, token)
    if asked is None:
        return link_unknown(request)
    if (status := signed_links.status_of_request(asked)) != RegistrationLinkStatus.OPEN:
        return _link_closed(request, asked.session, status)
    if request.method != "POST":
        language = get_language() or languages.DEFAULT
        place = name_of_place(asked.place, language) if asked.place else ""
        context = {"asked": asked, "session": asked.session, "place": place}
        return render(request, "sessions_app/registration/confirm.html", context)
    try:
        registration = confirming.confirm(asked)
    except confirming.SessionOver:
        return _link_closed(request, asked.session, "over")
    except WrongState:
        return _link_closed(request, asked.session, RegistrationLinkStatus.USED)
    messages.success(request, _("Thank you, your registration is confirmed."))
    return redirect(signed_links.personal_path(registration))


def refuse_registration(
    request: HttpRequest, session: LearningSession, offer: Offer, *, has_link: bool = False
) -> HttpResponse:
    """Say why people cannot register now, with what was typed to be copied."""
    context = {
        "session": session,
        "offer": offer,
        "has_link": has_link,
        "contact": session.series.named_contact,
    }
    template = "sessions_app/registration/refused.html"
    return render(request, template, context, status=_STATUS[offer.state])


def link_unknown(request: HttpRequest) -> HttpResponse:
    """Answer a forged or cut link, or one of a registration that was deleted."""
    return render(request, "sessions_app/registration/link_unknown.html", status=404)


def _link_closed(request: HttpRequest, session: LearningSession, status: str) -> HttpResponse:
    context = {"session": session, "status": str(status), "contact": session.series.named_contact}
    template = "sessions_app/registration/link_closed.html"
    return render(request, template, context, status=_GONE)


def _form_page(
    request: HttpRequest,
    session: LearningSession,
    offer: Offer,
    form: RegistrationForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "session": session,
        "offer": offer,
        "form": form,
        "privacy_notice": current_version(),
    }
    return render(request, "sessions_app/registration/form.html", context, status=status)


def _sent_page(request: HttpRequest, session: LearningSession, email: str) -> HttpResponse:
    context = {"session": session, "email": email}
    return render(request, "sessions_app/registration/sent.html", context)
