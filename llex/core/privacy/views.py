"""The page of the privacy notice, of the version that holds and of each earlier one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.privacy import notice


@csrf_exempt  # It only reads: what is sent is a wrong method.
@require_safe
def privacy(request: HttpRequest, version: str = "") -> HttpResponse:
    """Show the notice; an earlier version says that it no longer holds."""
    current = notice.current()
    shown = notice.find(version) if version else current
    if shown is None:
        raise Http404
    context = {
        "notice": shown,
        "text": shown.in_language(get_language() or languages.DEFAULT),
        "is_current": shown.version == current.version,
    }
    return render(request, "core/privacy/privacy.html", context)
