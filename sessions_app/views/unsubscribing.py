"""The page behind the link in an e-mail that declines further ones."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sessions_app.mailings import unsubscribing


@never_cache
# A mail program sends the form of RFC 8058 without a page of ours; the link itself is the secret.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that declines e-mails, and do so, or take it back, when it is pressed."""
    person = unsubscribing.person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "accept":
            unsubscribing.accept_again(person)
        else:
            unsubscribing.decline(person)
        person.refresh_from_db(fields=["mails_declined_at"])
    context = {"has_declined": person.mails_declined_at is not None}
    response = render(request, "sessions_app/public/unsubscribe.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
