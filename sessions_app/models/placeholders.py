"""Placeholders in the wording of e-mails, such as ``{name}``."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core import languages
from llex.core.languages.phrases import join_items

_FOUND: Final = re.compile(r"\{([^{}\n]*)\}")
# Each with what stands for it in an e-mail.
PLACEHOLDERS: Final = {
    "name": gettext_lazy("name of the person"),
    "session": gettext_lazy("title of the session"),
    "series": gettext_lazy("title of the series"),
    "when": gettext_lazy("day and hours, where the session is held and in UTC"),
    "page": gettext_lazy("link to the personal page"),
    "session_page": gettext_lazy("link to the page of the session"),
    "join": gettext_lazy("how to join"),
    "reason": gettext_lazy("reason of a cancellation"),
    "note": gettext_lazy("link to the note"),
}
_NEEDED: Final = {
    "week_before": {"when", "page"},
    "day_before": {"when", "page"},
    "hour_before": {"join"},
    "changed": {"when", "page"},
    "cancelled": {"session", "reason"},
    "thanks": {"note"},
}


def check_placeholders(row: Any, kind: str) -> None:
    """Raise ValidationError, beside the text of each language, for what is wrong with it."""
    problems = {}
    for code in languages.CODES:
        subject = getattr(row, f"subject_{code}", "") or ""
        text = getattr(row, f"text_{code}", "") or ""
        for field, value in (("subject", subject), ("text", text)):
            if unknown := set(_FOUND.findall(value)) - set(PLACEHOLDERS):
                problems[f"{field}_{code}"] = _unknown(unknown)
        missing = _NEEDED.get(kind, set()) - set(_FOUND.findall(f"{subject} {text}"))
        if text and missing and f"text_{code}" not in problems:
            names = join_items(f"{{{name}}}" for name in sorted(missing))
            problems[f"text_{code}"] = _("This text needs %(names)s.") % {"names": names}
    if problems:
        raise ValidationError(problems)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with the values of its placeholders; what is in a value stays as it is."""
    return _FOUND.sub(lambda found: values.get(found[1], found[0]), text)


def _unknown(names: set[str]) -> str:
    known = join_items(f"{{{name}}}" for name in PLACEHOLDERS)
    text = _("%(names)s is no placeholder. These are: %(known)s.")
    return text % {"names": join_items(f"{{{name}}}" for name in sorted(names)), "known": known}
