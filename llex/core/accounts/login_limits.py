"""Limits of log-ins and codes, such that guessing is hopeless and owners are not locked out.

Tries are counted by account and network together. Looser limits bound the total of one network and
of one account; they do not hold for a browser that has logged in to the account before, which
carries a signed cookie and has a count of its own. So neither a busy network nor an attack on the
account from many networks keeps its owner out.
"""

import secrets
from typing import Any, Final

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from llex.core.http.client_ip import client_network
from llex.core.mail.addresses import normalize

COOKIE: Final = "known_browser"
_SALT: Final = "llex.known_browser"
_MAX_AGE: Final = 180 * 24 * 3600
# A browser shared by colleagues knows the last of them.
_MOST_ACCOUNTS: Final = 5

# What may be tried: in a known browser; else by account and network, by network, by account.
# The limit of an account is above what a single network can use of it.
PASSWORD: Final = {
    "browser": "10/5m/key",
    "pair": "5/5m/key",
    "network": "30/m/key",
    "account": "100/h/key",
}
CODE: Final = {
    "browser": "3/m/key,20/d/key",
    "pair": "3/m/key,10/d/key",
    "network": "10/m/key,100/d/key",
    "account": "40/d/key",
}
RESET: Final = CODE
SECOND_FACTOR: Final = {
    "browser": "5/5m/key",
    "pair": "5/5m/key",
    "network": "30/m/key",
    "account": "60/h/key",
}
# The link of an earlier mail still works, so that one within three minutes is enough.
CONFIRMATION: Final = {
    "browser": "1/3m/key",
    "pair": "1/3m/key",
    "network": "30/m/key",
    "account": "40/d/key",
}


def consume(
    request: HttpRequest, action: str, rates: dict[str, str], account: str
) -> RateLimitUsage | None:
    """Count one try at *account* (an e-mail address). Return None where it is one too many."""
    account = normalize(account)
    usage = RateLimitUsage(usage=[])
    for kind, key in _counters(request, account).items():
        counted: RateLimitUsage | None = ratelimit.consume(
            request, app="llex", action=f"{action}:{kind}", config=_named(action, rates), key=key
        )
        if counted is None:
            usage.rollback()
            return None
        usage.usage += counted.usage
    return usage


def clear(request: HttpRequest, action: str, rates: dict[str, str], account: str) -> None:
    """Forget all tries at *account* from this network or browser."""
    account = normalize(account)
    for kind, key in _counters(request, account).items():
        if kind != "network":
            ratelimit.clear(
                request,
                app="llex",
                action=f"{action}:{kind}",
                config=_named(action, rates),
                key=key,
            )


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Mark this browser, by a signed cookie, as one that has logged in to *account*."""
    known = _known(request)
    key = _digest(normalize(account))
    nonce = known.pop(key, "") or secrets.token_hex(8)
    newest = dict([*known.items(), (key, nonce)][-_MOST_ACCOUNTS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=_SALT),
        max_age=_MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _counters(request: HttpRequest, account: str) -> dict[str, str]:
    if nonce := _known(request).get(_digest(account)):
        return {"browser": nonce}
    network = client_network(request)
    return {"pair": f"{network} {account}", "network": network, "account": account}


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_MAX_AGE)
    except signing.BadSignature:
        return {}
    return dict(known)


def _digest(account: str) -> str:
    return salted_hmac(_SALT, account, algorithm="sha256").hexdigest()[:16]


def _named(action: str, rates: dict[str, str]) -> dict[str, str]:
    return {f"{action}:{kind}": rate for kind, rate in rates.items()}
