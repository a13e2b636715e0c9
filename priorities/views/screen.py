"""The hall's screen: large, live, and to be read from the last row."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.http import require_safe

from llex.core import qr_codes
from llex.core.languages import signs
from priorities.live import screen as hall
from priorities.live.stream.aggregate import content_of
from priorities.models import Consultation
from priorities.questions import join_codes
from priorities.questions.question_texts import question_texts
from priorities.questions.registry import kind_of


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show a consultation to the hall; ``?lang=fr,ar`` in one language or in two."""
    rows = Consultation.objects.select_related("session")
    consultation = join_codes.find(code, rows)
    if consultation is None:
        raise Http404
    codes = hall.wanted(request.GET.get("lang", ""))
    items = list(consultation.items.select_related("service"))
    words = question_texts(consultation, items)
    content = content_of(consultation)
    kind = kind_of(consultation)
    where = hall.address(consultation)
    context = {
        "consultation": consultation,
        "language": codes[0],
        "choices": hall.choices(consultation.session.languages, codes),
        "labels": hall.labels(codes),
        "texts": hall.texts(words, codes),
        "kind": kind,
        "shown": kind.screen(consultation, items, words, codes, content["results"]),
        "content": content,
        "ballots": hall.ballots(content, codes[0]),
        "signs": signs(codes[0]),
        "address": hall.spoken(where),
        "qr": qr_codes.drawing(where),
    }
    with override(codes[0]):
        response = render(request, "priorities/live/screen.html", context)
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
