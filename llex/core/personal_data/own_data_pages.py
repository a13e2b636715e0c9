"""The pages on which people ask for their own data, read it, and ask for erasing."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from llex.core import languages
from llex.core.accounts import login_limits
from llex.core.mail.addresses import AddressFormField, tell_removals
from llex.core.personal_data import requests
from llex.core.personal_data.collecting import collect, export
from llex.core.privacy.models import DataRequest
from llex.core.states import WrongState

# How many mails an address, a network and both together may ask for.
_RATES: Final = login_limits.CODE
# More rows of a kind are only in the file.
_SHOWN: Final = 50

View = Callable[..., HttpResponse]


class AddressForm(forms.Form):
    """The address whose data is asked for."""

    email = AddressFormField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _private(view: View) -> View:
    """Keep the answer out of caches and search engines, and its address from other sites."""

    @wraps(view)
    @never_cache
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def _by_link(view: View) -> View:
    """Pass the request that the link stands for; say so where it gives no access any more."""

    @wraps(view)
    @_private
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = requests.find_request(token)
        if found is None:
            return render(request, "core/personal_data/expired.html", status=410)
        return view(request, token, found)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_private
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail it a link; the answer does not tell whether it is known."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if login_limits.consume(request, "personal_data", _RATES, address) is None:
            form.add_error("email", _("Too many links were asked for. Try again later."))
            return render(request, "core/personal_data/ask.html", {"form": form}, status=429)
        tell_removals(request, [form])
        requests.send_link(address, get_language() or languages.DEFAULT)
        return redirect("personal_data_sent")
    status = 422 if form.is_bound else 200
    return render(request, "core/personal_data/ask.html", {"form": form}, status=status)


@require_safe
@_private
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a link is on its way."""
    return render(request, "core/personal_data/sent.html")


@require_safe
@_by_link
def held(request: HttpRequest, token: str, found: DataRequest) -> HttpResponse:
    """Show everything that is held about the person of the link."""
    subject = requests.subject_of(found)
    context = {
        "found": found,
        "token": token,
        "holds_more": requests.holds_more(subject),
        "holdings": collect(subject),
        "most": _SHOWN,
        "most_shown": f":{_SHOWN}",
    }
    return render(request, "core/personal_data/held.html", context)


@require_safe
@_by_link
def download(request: HttpRequest, token: str, found: DataRequest) -> HttpResponse:
    """Send the same as JSON."""
    text = json.dumps(export(requests.subject_of(found)), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return response


@require_POST
@_by_link
def erase(request: HttpRequest, token: str, found: DataRequest) -> HttpResponse:
    """Take the wish to be erased, and tell the organisers."""
    try:
        requests.ask_for_erasing(found)
    except WrongState:
        messages.info(request, _("You have asked for it already."))
    return redirect("personal_data_held", token)
