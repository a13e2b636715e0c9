"""The log: one line for each thing that happens, on the standard error, and no secret in it.

This is read while the settings are: it may import nothing that needs them.
"""

import logging
import re
from typing import Any, Final

# Everything behind the key of an invitation, of a link to a draft or of a registration, in any
# language and wherever it stands in a line; what invited people register by; and what a voter's own
# link has behind the code of the consultation.
_TOKEN: Final = re.compile(
    r"(/(?:contribute/invitations/[^/\s]+|draft/[0-9a-f-]{36}"
    r"|registration/(?:confirm/)?[0-9a-f-]{36}|sessions/[^/\s]+/register/invited)/)[^/\s]+"
    r"|(/v/[\w-]+/)(?!(?:rehearsal|screen)/|stream|state\.json|results\.)[\w-]+"
)


def without_links(text: str) -> str:
    """Return *text* with the secret part of each personal link taken out."""
    return _TOKEN.sub(lambda found: f"{found[1] or found[2]}…", text)


class WithoutLinks(logging.Filter):
    """Take the secret part of personal links out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if (clean := without_links(text)) != text:
            record.msg, record.args = clean, ()
        return True


def configuration(level: int) -> dict[str, Any]:
    """Return the settings of the log for everything from *level* on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        # A personal link lets its holder write for a city, or vote.
        "filters": {"links": {"()": "llex.core.monitoring.logs.WithoutLinks"}},
        # The level is the handler's: that of the root does not hold for what comes up to it.
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["links"],
                "level": level,
            }
        },
        # Django's own handlers would pass the filter by.
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
