"""The log: one line for each thing that happens, on the standard error, and no secret in it.

This is read while the settings are: it may import nothing that needs them.
"""

import logging
import re
from typing import Any, Final

_KEY: Final = r"[0-9a-f-]{36}"
# The token of every personal link, in any language and wherever it is in a line, by what is before
# it in the address: `token` in the patterns of addresses. A voter's own link comes behind the code
# of the consultation, where its other pages are, too.
_TOKEN: Final = re.compile(
    r"(/(?:contribute/invitations/[^/\s]+|sessions/[^/\s]+/register/invited"
    rf"|(?:draft|speaker|registration(?:/confirm)?)/{_KEY}|quotation/\d+"
    r"|certificates|unsubscribe|my-data)/)[^/\s]+"
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
            # It tells of each start.
            "pikepdf": {"level": "WARNING"},
            "django": {"handlers": [], "level": "INFO"},
            "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
