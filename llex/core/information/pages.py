"""The text of a page about the site in a language: the organisers' own, or the program's."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from llex.core import languages
from llex.core.information.models import InformationPage
from llex.core.languages import data
from llex.core.languages.phrases import join_items, join_with_and
from llex.core.privacy.organisers import organisers
from llex.core.text import RichText, parse, to_plain
from llex.core.text.markdown import escape

_HEADING: Final = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_TO_COMPLETE: Final = re.compile(r"\[\[.+?\]\]", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
# What search engines show of a description.
_DESCRIPTION: Final = 160


class SourceText(NamedTuple):
    """Title and text of a page in one language, before anything is filled in."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page; the first one has no heading."""

    heading: str
    text: RichText


@dataclass(frozen=True, slots=True)
class Information:
    """A page about the site in one language. *changed_at* is None for the program's own text."""

    subject: str
    language: str
    title: str
    sections: tuple[Section, ...]
    changed_at: datetime | None

    @property
    def description(self) -> str:
        """Return the first paragraph, as search engines show it."""
        found = next((one.text for one in self.sections if one.text), None)
        first = RichText(self.language, found.blocks[:1]) if found else None
        return Truncator(to_plain(first)).chars(_DESCRIPTION)


@cache
def default_text(subject: str, code: str) -> SourceText:
    """Return what comes with the program; empty for a language that has no such text."""
    source = data.read_text(code, f"information/{subject}.md")
    first, _newline, rest = source.partition("\n")
    return SourceText(first.removeprefix("#").strip(), rest.strip())


def own_text(row: InformationPage | None, code: str) -> SourceText:
    """Return what organisers wrote in a language; empty where they wrote nothing."""
    title, text = (getattr(row, f"{name}_{code}", None) for name in ("title", "text"))
    return SourceText((title or "").strip(), (text or "").strip())


def find_page(subject: str, code: str) -> Information:
    """Return a page in *code*, or in another language where there is no text in that one."""
    row = InformationPage.objects.filter(subject=subject).first()
    language, source, is_own = _best(row, subject, code)
    with override(language):
        values = _values(language)
    text = _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), source.text)
    return Information(
        subject=subject,
        language=language,
        title=source.title,
        sections=_sections(text, language),
        changed_at=row.changed_at if row and is_own else None,
    )


def is_to_complete(text: str) -> bool:
    """Return True if something in a text is marked for the organisers to complete."""
    return bool(_TO_COMPLETE.search(text))


def _best(row: InformationPage | None, subject: str, code: str) -> tuple[str, SourceText, bool]:
    """Return a language, its text, and whether the organisers wrote that."""
    for language in languages.fallbacks(code):
        own, default = own_text(row, language), default_text(subject, language)
        if own.text or default.text:
            title = own.title or default.title or str(InformationPage.Subject(subject).label)
            return language, SourceText(title, own.text or default.text), bool(own.text)
    return code, SourceText(str(InformationPage.Subject(subject).label), ""), False


def _sections(text: str, language: str) -> tuple[Section, ...]:
    first, *rest = _HEADING.split(text)
    parts = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    return tuple(
        Section(heading, parse(part, language))
        for heading, part in parts
        if heading or part.strip()
    )


def _values(language: str) -> dict[str, str]:
    """Return what is filled in, as Markdown in the active language, by the names in the text."""
    names = organisers().names
    licence = settings.LICENCE
    return {
        "site": escape(settings.SITE_NAME),
        "address": f"{settings.SITE_URL}/{language}",
        "address_shown": settings.SITE_URL,
        "organisers": join_items(map(escape, names))
        if names
        else _("the organisations named on each session"),
        "contact": settings.CONTACT_EMAIL,
        "security_contact": settings.SECURITY_CONTACT,
        "licence": f"[{escape(licence.name)}]({licence.address})",
        "languages": join_with_and([languages.name_in_sentence(code) for code in languages.CODES]),
    }
