"""Where mail goes out. Read while the settings are: it imports nothing that needs them."""

from typing import Any, Final

import dj_email_url
from environs import EnvError

# What dj-email-url calls otherwise: the scheme it knows, the port, and what is asked of it.
_SCHEMES: Final = {
    "smtp+tls": ("smtp", 587, {"EMAIL_USE_TLS": True}),
    "smtp+ssl": ("smtp", 465, {"EMAIL_USE_SSL": True}),
}

_STAYS_HERE: Final = tuple(
    f"django.core.mail.backends.{name}." for name in ("console", "dummy", "filebased", "locmem")
)


def configuration(url: str) -> dict[str, Any]:
    """Return Django's settings of mail for *url*. Raise EnvError where it cannot be read."""
    scheme, _colon, rest = url.partition("://")
    known, port, more = _SCHEMES.get(scheme, (scheme, None, {}))
    try:
        found: dict[str, Any] = dj_email_url.parse(f"{known}://{rest}")
        # dj-email-url has put the port of plain SMTP where there is none.
        if port and f":{found['EMAIL_PORT']}" not in rest.rpartition("@")[2]:
            found["EMAIL_PORT"] = port
    except ValueError:
        found = {}
    if "EMAIL_BACKEND" not in found:
        raise EnvError(
            "EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or console://, and name"
            " a host and a port."
        )
    return found | more


def require_server(backend: str) -> None:
    """Raise EnvError for a backend that hands mail to no server.

    A console would print personal links and codes into a log, where others read them, and nobody
    would get them.
    """
    if backend.startswith(_STAYS_HERE):
        raise EnvError(
            "EMAIL_URL must name a mail server, such as smtp+tls://user:password@host:587. Without"
            " one, personal links and codes are printed into the log or lost. To run a site that"
            " writes to nobody, set MAIL_WITHOUT_SERVER=true."
        )
