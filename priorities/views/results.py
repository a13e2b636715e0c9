"""The results of a consultation to take away."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from llex.core import languages
from priorities.models import Consultation
from priorities.results.downloads import FILE_TYPES, is_public, was_published


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def results(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """Send the final results as a file, in the language of ``?lang=`` or of the reader.

    Until they are shown, only those who may see consultations in the administration have them.
    A note may link here whose result was given up since: then 409 and a page that says so.
    """
    kind = FILE_TYPES.get(extension)
    found = Consultation.objects.select_related("session").prefetch_related("services")
    consultation = get_object_or_404(found, code=code.lower())
    is_final = consultation.state == Consultation.State.CLOSED
    public = is_public(consultation)
    if kind is None or not (public or (is_final and _organises(request))):
        if kind and consultation.reopened_at and was_published(consultation):
            with translation.override(_language(request)):
                return render(request, "409.html", {"reason": _given_up()}, status=409)
        raise Http404
    language = _language(request)
    with translation.override(language):
        content = kind.write(consultation, language)
    response = HttpResponse(content, content_type=kind.media_type)
    ending = f"-{language}.{extension}" if kind.is_translated else f".{extension}"
    name = f"{consultation.session.slug}-{consultation.code}{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Language"] = language
    response["ETag"] = etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    patch_cache_control(response, public=public, private=not public, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response


def _given_up() -> str:
    return _(
        "Voting was opened again after this result was published. The final result will be here"
        " once it is shown; the note has the figures as they were."
    )


def _organises(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_staff and user.has_perm("priorities.view_consultation"))


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in languages.CODES else get_language() or languages.DEFAULT
