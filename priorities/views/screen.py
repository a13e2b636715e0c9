"""The hall's screen: large, live, and to be read from the last row."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.http import require_safe

from priorities import screen as hall
from priorities.models import Consultation
from priorities.stream.aggregate import content_of


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show a consultation to the hall; ``?lang=fr,ar`` in one language or in two."""
    consultation = get_object_or_404(Consultation, code=code.lower())
    codes = hall.wanted(request.GET.get("lang", ""))
    content = content_of(consultation)
    where = hall.address(consultation)
    context = {
        "consultation": consultation,
        "language": codes[0],
        "labels": hall.labels(codes),
        "texts": hall.texts(consultation, codes),
        "rows": hall.rows(consultation, codes, content),
        "words": hall.words(content),
        "content": content,
        "ballots": hall.ballots(content, codes[0]),
        "signs": hall.signs(codes[0]),
        "address": hall.spoken(where),
        "qr": hall.qr(where),
    }
    with override(codes[0]):
        response = render(request, "priorities/screen.html", context)
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
