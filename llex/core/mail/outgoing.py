"""Where mail goes out. Read while the settings are: it imports nothing that needs them."""

from typing import Any, Final

from environs import EnvError

_SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
# Schemes that dj-email-url does not know: the usual port, and what is asked of the server.
_SCHEMES: Final = {"smtp+tls": (587, "EMAIL_USE_TLS"), "smtp+ssl": (465, "EMAIL_USE_SSL")}

_STAYS_HERE: Final = tuple(
    f"django.core.mail.backends.{name}." for name in ("console", "dummy", "filebased", "locmem")
)


def completed(found: dict[str, Any], url: str) -> dict[str, Any]:
    """Return Django's settings of mail that were *found* in *url*, with what was not understood.

    Raise EnvError where they name no way out.
    """
    scheme = url.partition("://")[0]
    if scheme in _SCHEMES:
        port, security = _SCHEMES[scheme]
        found = found | {
            "EMAIL_BACKEND": _SMTP,
            "EMAIL_HOST": found["EMAIL_HOST"] or "localhost",
            "EMAIL_PORT": found["EMAIL_PORT"] or port,
            security: True,
        }
    if "EMAIL_BACKEND" not in found:
        raise EnvError("EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or console://.")
    return found


def require_server(backend: str) -> None:
    """Raise EnvError for a backend that hands mail to no server.

    A console would print personal links and codes into a log, where others read them, and the
    recipients would not get them.
    """
    if backend.startswith(_STAYS_HERE):
        raise EnvError(
            "EMAIL_URL must name a mail server, such as smtp+tls://user:password@host:587. Without"
            " one, personal links and codes are published into the log or lost. To run a site that"
            " writes to nobody, set MAIL_WITHOUT_SERVER=true."
        )
