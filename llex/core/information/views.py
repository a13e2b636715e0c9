"""The pages about the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.information.pages import find_page


@require_safe
def information(request: HttpRequest, subject: str) -> HttpResponse:
    """Show one of the pages; *subject* is a value of `InformationPage.Subject`."""
    found = find_page(subject, get_language() or languages.DEFAULT)
    context = {"information": found, "page": subject}
    return render(request, "core/information/page.html", context)
