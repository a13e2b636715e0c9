"""Which privacy notice holds, and its text in a language."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from django.utils.translation import override

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.phrases import join_items
from llex.core.languages.translation_marks import first_text
from llex.core.privacy.models import DEFAULT_VERSION, PrivacyNotice
from llex.core.privacy.organisers import organisers
from llex.core.text import RichText, parse
from llex.core.text.markdown import escape

_VERSION: Final = re.compile(r"notice-(\d{1,9})")
_TO_COMPLETE: Final = re.compile(r"\[\[.+?\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of the notice, with its texts as they were written, by language."""

    version: str
    texts: dict[str, str]
    published_at: datetime | None = None

    @property
    def is_default(self) -> bool:
        """Return True for the text that comes with the software."""
        return self.version == DEFAULT_VERSION

    @property
    def is_to_complete(self) -> bool:
        """Return True if something in it is marked for the organisers to complete."""
        return any(_TO_COMPLETE.search(text) for text in self.texts.values())

    def in_language(self, code: str) -> RichText:
        """Return the text in *code*, or in another language, with the organisers named in it."""
        language = next((c for c in languages.fallbacks(code) if self.texts.get(c)), code)
        found = organisers()
        text = self.texts.get(language, "")
        for name, values in (("organisers", found.names), ("contact", found.named_contacts)):
            if values:
                with override(language):
                    named = join_items(map(escape, values))
                text = text.replace(f"{{{name}}}", named)
            else:
                text = text.replace(f"{{{name}}}", f"[[{name}]]")
        return parse(text, language)


def current() -> Notice:
    """Return the version that holds: the latest one, or the text that comes with the software."""
    row = PrivacyNotice.objects.first()
    return _of(row) if row else default()


def current_version() -> str:
    """Return the name of the version in force, to store with a consent."""
    return PrivacyNotice.objects.current_version()


def find(version: str) -> Notice | None:
    """Return a version by what is kept with consents, or None for one that there never was."""
    if version == DEFAULT_VERSION:
        return default()
    known = _VERSION.fullmatch(version)
    row = PrivacyNotice.objects.filter(pk=known[1]).first() if known else None
    return _of(row) if row else None


def shown_version(posted: str) -> str:
    """Return the version that a form says it showed, or the current one if it says no known one."""
    known = posted == DEFAULT_VERSION or (
        (found := _VERSION.fullmatch(posted)) and PrivacyNotice.objects.filter(pk=found[1]).exists()
    )
    return posted if known else current_version()


@cache
def default() -> Notice:
    """Return the text that comes with the software."""
    texts = {code: data.read_text(code, "privacy_notice.md") for code in languages.CODES}
    return Notice(DEFAULT_VERSION, {code: text for code, text in texts.items() if text})


def _of(row: PrivacyNotice) -> Notice:
    texts = {
        code: found[1] for code in languages.CODES if (found := first_text(row, "text", [code]))
    }
    return Notice(row.version, texts, row.published_at)
