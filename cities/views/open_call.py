"""An open call, step by step: applicant, code, city, and what happens next.

Typed data is kept in the browser's session until the application is sent; an address that was not
verified is never stored.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cities.forms.open_call import ApplicantForm, ByHandForm, CodeForm, LookUpForm
from cities.models import EmailVerification, OpenCallApplication
from cities.models.open_call import Outcome, TooManyCodes
from cities.open_call import applications
from cities.open_call.applications import Applicant, Session
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.client_ip import client_network
from llex.core.mail.addresses import tell_removals
from llex.core.privacy.notice import current_version, shown_version

_KEPT: Final = "open_calls"
View = Callable[[HttpRequest, Any], HttpResponse]


def _step(view: View) -> Callable[..., HttpResponseBase]:
    """Pass the session with an open call to the view; raise Http404 if it has none."""

    @redirects_former_slugs(Session.slug_now)
    @wraps(view)
    @never_cache
    def step(request: HttpRequest, slug: str) -> HttpResponse:
        known = Session.objects.announced().filter(open_call=True).select_related("series")
        session = get_object_or_404(known, slug=slug)
        if not session.takes_contributions and view.__name__ != open_call_sent.__name__:
            return render(request, "cities/open_call/closed.html", {"session": session}, status=410)
        return view(request, session)

    return step


@require_http_methods(["GET", "HEAD", "POST"])
@_step
def open_call(request: HttpRequest, session: Any) -> HttpResponse:
    """Ask who it is, and send a code to the address."""
    kept = _kept(request, session)
    form = ApplicantForm(request.POST or None, initial=kept.get("applicant"))
    if request.method == "POST" and form.is_valid():
        applicant = form.applicant()
        tell_removals(request, [form])
        if kept.get("proved") == applicant.email:
            _keep(request, session, applicant=applicant.to_data())
            return redirect("cities:open_call_city", session.slug)
        try:
            _send_code(request, session, applicant)
        except TooManyCodes as problem:
            if problem.recent is None or kept.get("proof") == problem.recent.pk:
                form.add_error("email", _too_many(problem))
                return _page(request, session, "open_call", form=form)
            # Pressed twice at once: the code of the first press is on its way and counts.
            _keep(request, session, applicant=applicant.to_data(), proof=problem.recent.pk)
        return redirect("cities:open_call_code", session.slug)
    return _page(request, session, "open_call", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@_step
def open_call_code(request: HttpRequest, session: Any) -> HttpResponse:
    """Take the code, or send a new one."""
    kept = _kept(request, session)
    verification = EmailVerification.objects.filter(pk=kept.get("proof", 0)).first()
    if "applicant" not in kept or verification is None:
        return redirect("cities:open_call", session.slug)
    applicant = Applicant.from_data(kept["applicant"])
    if request.method == "POST" and "again" in request.POST:
        return _code_again(request, session, applicant)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = verification.try_code(form.cleaned_data["code"])
        if outcome is Outcome.VERIFIED:
            _keep(request, session, proved=applicant.email)
            return redirect("cities:open_call_city", session.slug)
        form.add_error("code", _what_is_wrong(outcome))
    return _page(request, session, "code", form=form, email=applicant.email)


@require_http_methods(["GET", "HEAD", "POST"])
@_step
def open_call_city(request: HttpRequest, session: Any) -> HttpResponse:
    """Ask which city it is, and send the request to the organisers."""
    kept = _kept(request, session)
    applicant = kept.get("applicant")
    if not applicant or kept.get("proved") != applicant["email"]:
        return redirect("cities:open_call", session.slug)
    by_hand = "by_hand" in request.POST or "by_hand" in request.GET
    form = _city_form(request, by_hand=by_hand)
    if form.is_bound and form.is_valid():
        try:
            made = applications.apply(
                session,
                Applicant.from_data(applicant),
                form.named(),
                privacy_notice=shown_version(request.POST.get("notice", "")),
            )
        except applications.DuplicateApplication:
            form.add_error(None, _("You have asked for this city already; the organisers know."))
        else:
            _keep(request, session, sent=made.pk)
            return redirect("cities:open_call_sent", session.slug)
    return _page(request, session, "by_hand" if by_hand else "city", form=form)


@require_safe
@_step
def open_call_sent(request: HttpRequest, session: Any) -> HttpResponse:
    """Say what happens next."""
    made = OpenCallApplication.objects.filter(pk=_kept(request, session).get("sent", 0)).first()
    if made is None:
        raise Http404
    return _page(request, session, "sent", sent=made)


def _city_form(request: HttpRequest, *, by_hand: bool) -> LookUpForm | ByHandForm:
    if not by_hand:
        return LookUpForm(request.POST if request.method == "POST" else None)
    if "name" in request.POST:
        return ByHandForm(request.POST)
    # What was typed into the look-up is the beginning of the name.
    return ByHandForm(initial={"name": request.POST.get("city", request.GET.get("city", ""))})


def _send_code(request: HttpRequest, session: Any, applicant: Applicant) -> None:
    verification = applications.send_code(
        session, applicant.email, language=applicant.language, client_ip=client_network(request)
    )
    _keep(request, session, applicant=applicant.to_data(), proof=verification.pk)


def _code_again(request: HttpRequest, session: Any, applicant: Applicant) -> HttpResponse:
    context: dict[str, Any] = {"form": CodeForm(), "email": applicant.email}
    try:
        _send_code(request, session, applicant)
    except TooManyCodes as problem:
        context["refusal"] = _too_many(problem)
        if problem.recent:
            _keep(request, session, proof=problem.recent.pk)
    else:
        context["sent_again"] = True
    return _page(request, session, "code", **context)


def _too_many(problem: TooManyCodes) -> str:
    if problem.is_soon:
        return _("A code was sent a moment ago. Wait a minute before you ask for another.")
    return _("So many codes were asked for that none is sent now. Try again in an hour.")


def _what_is_wrong(outcome: Outcome) -> str:
    return {
        Outcome.WRONG: _("This is not the code that we sent. Compare it with our latest e-mail."),
        Outcome.EXPIRED: _("This code has expired. Ask for a new one below."),
        Outcome.SPENT: _("Too many wrong codes were tried. Ask for a new one below."),
    }[outcome]


def _kept(request: HttpRequest, session: Any) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(_KEPT, {}).get(session.slug, {})
    return kept


def _keep(request: HttpRequest, session: Any, **values: Any) -> None:
    everything = request.session.get(_KEPT, {})
    request.session[_KEPT] = everything | {session.slug: _kept(request, session) | values}


def _page(request: HttpRequest, session: Any, name: str, **context: Any) -> HttpResponse:
    context |= {"session": session, "privacy_notice": current_version()}
    return render(request, f"cities/open_call/{name}.html", context)
