"""Which privacy notice holds, and its text in a language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db import models
from django.utils.translation import pgettext

from llex.core import languages
from llex.core.languages.translation_marks import first_text
from llex.core.text import RichText, parse
from llex.core.text.markdown import escape

# The text that comes with the software; whoever changes it gives it a new version.
DEFAULT_VERSION: Final = "default-2026-11"
_DEFAULTS: Final = Path(__file__).with_name("default")
_VERSION: Final = re.compile(r"notice-(\d{1,9})")
_TO_COMPLETE: Final = re.compile(r"\[\[.+?\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Organisers:
    """Who answers for the data: the names of organisations, and addresses to write to."""

    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


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
        comma = pgettext("between items of a list", ", ")
        found = organisers()
        text = self.texts.get(language, "")
        for name, values in (("organisers", found.names), ("contact", found.contacts)):
            if values:
                text = text.replace(f"{{{name}}}", comma.join(map(escape, values)))
            else:
                text = text.replace(f"{{{name}}}", f"[[{name}]]")
        return parse(text, language)


_source: Callable[[], Organisers] = Organisers


def register_organisers(source: Callable[[], Organisers]) -> None:
    """Let *source* tell who the organisers are; the app that knows them calls this when ready."""
    global _source  # noqa: PLW0603 - set once, when the apps are ready
    _source = source


def organisers() -> Organisers:
    """Return who answers for the data of this site."""
    return _source()


def current() -> Notice:
    """Return the version that holds: the latest one, or the text that comes with the software."""
    row = _model().objects.first()
    return _of(row) if row else default()


def current_version() -> str:
    """Return what is kept with a consent that is given now."""
    key = _model().objects.values_list("pk", flat=True).first()
    return f"notice-{key}" if key else DEFAULT_VERSION


def find(version: str) -> Notice | None:
    """Return a version by what is kept with consents, or None for one that there never was."""
    if version == DEFAULT_VERSION:
        return default()
    known = _VERSION.fullmatch(version)
    row = _model().objects.filter(pk=known[1]).first() if known else None
    return _of(row) if row else None


def shown_version(posted: str) -> str:
    """Return the version that a form says it showed, or the current one if it says no known one."""
    known = posted == DEFAULT_VERSION or (
        (found := _VERSION.fullmatch(posted)) and _model().objects.filter(pk=found[1]).exists()
    )
    return posted if known else current_version()


@cache
def default() -> Notice:
    """Return the text that comes with the software."""
    texts = {code: (_DEFAULTS / f"{code}.md").read_text("utf-8") for code in languages.CODES}
    return Notice(DEFAULT_VERSION, texts)


def _of(row: Any) -> Notice:
    texts = {
        code: found[1] for code in languages.CODES if (found := first_text(row, "text", [code]))
    }
    return Notice(row.version, texts, row.published_at)


def _model() -> Any:
    from llex.core.privacy.models import PrivacyNotice

    model: type[models.Model] = PrivacyNotice
    return model
