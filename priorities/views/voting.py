"""The voting page: no account, no session, no user; it works without JavaScript and cookies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from llex.core import languages
from llex.core.accounts.second_factor import staff_required
from priorities.models import Consultation
from priorities.questions import join_codes
from priorities.voting.answers import BadAnswers, Refused, Unanswered
from priorities.voting.ballot_form import (
    cast_ballot_of,
    consultation_snapshot,
    read_answers,
    read_region,
    typed_values,
)
from priorities.voting.casting import LinkSpent, NotTakingVotes, cast, link_problem
from priorities.voting.page_cache import cached_page, choices, texts_for, too_late
from priorities.voting.voter_keys import Unrecognised, VotingContext

_STATUS: Final[dict[type[Exception], int]] = {
    NotTakingVotes: 409,
    BadAnswers: 422,
    Unanswered: 422,
    Unrecognised: 400,
}
_SEE_OTHER: Final = 303
_SAME_REQUEST: Final = 307


@dataclass(frozen=True, slots=True)
class Reply:
    """The error above the form, and the values that were typed before."""

    status: int = 200
    error: str = ""
    signed: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    is_empty: bool = False


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and lead to its page."""
    asked = request.GET.get("code", "").strip()
    typed = join_codes.read_typed(asked)
    found = join_codes.find(typed.code, Consultation.objects.all())
    if found and typed.token:
        return redirect("voting:vote_by_link", found.code, typed.token)
    if found:
        return redirect(found)
    return _ask_for_code(request, typed.code or asked, status=404 if asked else 200)


# Why no CSRF token: see `priorities.voting.voter_keys`.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Show the paper, or take a ballot."""
    return _booth(request, VotingContext(join_codes.tidy(code)))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def vote_by_link(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Show the paper to the one person whose link it is, or take their ballot."""
    return _booth(request, VotingContext(join_codes.tidy(code), token))


@csrf_exempt
@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def rehearse(request: HttpRequest, code: str) -> HttpResponse:
    """Show organisers the form of a draft, and take their ballots, which opening removes."""
    return _booth(request, VotingContext(join_codes.tidy(code), is_rehearsal=True))


def _booth(request: HttpRequest, booth: VotingContext) -> HttpResponse:
    if not booth.code:
        return _ask_for_code(request, "", status=404)
    if request.resolver_match and request.resolver_match.kwargs["code"] != booth.code:
        # Cookies tell capital letters apart: one phone would have a ballot at each spelling.
        return _at(request, request.resolver_match.view_name, booth)
    if request.method == "POST" and "lang" not in request.POST:
        return _take(request, booth)
    if request.method == "POST":
        # Another language was chosen: the page has the same values, and nothing is cast.
        return _page(request, booth, Reply(values=typed_values(request.POST)))
    return _page(request, booth, Reply())


def _take(request: HttpRequest, booth: VotingContext) -> HttpResponse:
    """Cast what was sent; answer the script in JSON, a form with a page."""
    language = _language_of_form(request)
    try:
        signed = booth.key_of(request)
        answers = read_answers(request.POST)
        voter = replace(booth.voter(signed, language), region=read_region(request.POST))
        moment = cast(booth.code, voter, answers)
    except Consultation.DoesNotExist:
        if _wants_json(request):
            return JsonResponse({"error": _("This consultation is no longer here.")}, status=404)
        return _elsewhere(request, booth)
    except (Refused, Unrecognised) as problem:
        return _refuse(request, booth, problem)
    if _wants_json(request):
        answer: HttpResponse = JsonResponse({"received": moment.isoformat()})
    elif request.COOKIES.get(booth.cookie):
        answer = HttpResponseRedirect(request.get_full_path(), status=_SEE_OTHER)
    else:
        # A phone that may refuse cookies: the next page could not know whose ballot to show.
        return _page(request, booth, Reply(signed=signed))
    booth.keep(request, answer, signed)
    return answer


def _refuse(request: HttpRequest, booth: VotingContext, problem: Exception) -> HttpResponse:
    status = _STATUS.get(type(problem), 403)
    over = _over(request, booth) if isinstance(problem, NotTakingVotes) else ""
    if not _wants_json(request):
        error = too_late() if over == "missed" else str(problem)
        values = typed_values(request.POST)
        is_empty = isinstance(problem, Unanswered)
        return _page(request, booth, Reply(status, error, values=values, is_empty=is_empty))
    signed = booth.cookie_key(request) or booth.new_key()
    data = {"error": str(problem), "voter": signed, "over": over}
    answer = JsonResponse(data, status=status)
    booth.keep(request, answer, signed)
    return answer


def _over(request: HttpRequest, booth: VotingContext) -> str:
    """Return whether a ballot of this voter is "counted" or was "missed"; "" before closing.

    A voter whose ballot arrived, but not our answer, must not read that it is not counted.
    """
    hall = consultation_snapshot(booth.code)
    if hall is None or hall.state != Consultation.State.CLOSED:
        return ""
    voter = booth.voter(booth.key_of(request), languages.DEFAULT)
    return "counted" if cast_ballot_of(hall, voter.key) else "missed"


def _page(request: HttpRequest, booth: VotingContext, reply: Reply) -> HttpResponse:
    hall = consultation_snapshot(booth.code)
    if hall is None:
        return _elsewhere(request, booth)
    if booth.token and not hall.is_closed_hall:
        # Links were handed out, and then the hall was opened to all.
        return _at(request, "voting:vote", VotingContext(booth.code))
    language = _activate(request, hall.languages)
    known = reply.signed or booth.cookie_key(request)
    signed = known or booth.new_key()
    # No one has voted with a new key.
    given = cast_ballot_of(hall, booth.voter(signed, language).key) if known else None
    if booth.token and not given and (problem := link_problem(hall.pk, booth.link)):
        # Told before anything is filled in; shown is the page of those who have no link.
        error = str(problem) if isinstance(problem, LinkSpent) else ""
        booth, reply = VotingContext(booth.code), Reply(403, error)
    sheet = cached_page(
        hall,
        booth,
        language,
        has_voted=bool(given),
        error=reply.error,
        keeps_answers=not reply.is_empty,
    )
    address = f"{request.path}?lang={language}" if "lang" in request.GET else request.path
    texts = texts_for(hall, given, voter=signed, address=address)
    chosen = reply.values or (given.values if given else {})
    answer = HttpResponse(sheet.fill(chosen, given, texts), status=reply.status)
    # A key is in it, which the next person at this phone should not find.
    patch_cache_control(answer, private=True, no_store=True)
    booth.keep(request, answer, signed)
    _keep_language(request, answer, language)
    return answer


def _at(request: HttpRequest, view: str, booth: VotingContext) -> HttpResponse:
    """Send the same request to a page of *booth*."""
    where = [booth.code, booth.token] if booth.token else [booth.code]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse(view, args=where) + query, status=_SAME_REQUEST)


def _elsewhere(request: HttpRequest, booth: VotingContext) -> HttpResponse:
    """Lead to the consultation whose code was mistyped, or ask for the code again."""
    found = join_codes.find(booth.code, Consultation.objects.all())
    if found and request.resolver_match:
        return _at(request, request.resolver_match.view_name, replace(booth, code=found.code))
    return _ask_for_code(request, booth.code, status=404)


def _ask_for_code(request: HttpRequest, code: str, *, status: int) -> HttpResponse:
    _activate(request, list(languages.CODES))
    context = {
        "code": code,
        "is_unknown": status != 200,  # noqa: PLR2004
        "language": translation.get_language(),
        "choices": choices(languages.CODES),
    }
    return render(request, "priorities/voting/join_code.html", context, status=status)


def _language_of_form(request: HttpRequest) -> str:
    language = request.POST.get("language", "")
    if language in languages.CODES:
        translation.activate(language)
    return translation.get_language() or languages.DEFAULT


def _activate(request: HttpRequest, offered: list[str]) -> str:
    """Choose and activate the page's language among those *offered*; the first for all others."""
    wished = [
        request.POST.get("lang"),
        request.POST.get("language"),
        request.GET.get("lang"),
        translation.get_language(),
    ]
    language = next((code for code in wished if code in offered), offered[0])
    translation.activate(language)
    return language


def _keep_language(request: HttpRequest, answer: HttpResponse, language: str) -> None:
    """Remember a language that was chosen here, as the switch of the other pages does."""
    if language in (request.POST.get("lang"), request.GET.get("lang")):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.HTTPS,
            samesite="Lax",
        )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
