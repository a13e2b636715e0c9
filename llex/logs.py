"""What must not stand in the log."""

import logging
import re
from typing import Final

# Everything behind the key of an invitation, in any language and wherever it stands in a line.
_TOKEN: Final = re.compile(r"(/contribute/invitations/[^/\s]+/)[^/\s]+")


def without_links(text: str) -> str:
    """Return *text* with the secret part of each personal link taken out."""
    return _TOKEN.sub(r"\1…", text)


class WithoutLinks(logging.Filter):
    """Take the secret part of personal links out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if (clean := without_links(text)) != text:
            record.msg, record.args = clean, ()
        return True
