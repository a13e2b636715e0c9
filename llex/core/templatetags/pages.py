"""Tags for public pages: links to other languages, and absolute URLs."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import translate_url
from django.utils.translation import get_language

from llex.core import languages

register = template.Library()


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A way to this page in a language. *available* is False where its content has none in it."""

    code: str
    name: str
    direction: str
    path: str
    current: bool
    available: bool


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """List this page in every interface language.

    `languages` in the context names those in which its content exists; without it, all do.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    existing: Any = context.get("languages")
    # A page with content of its own is cached for everybody: one reader's query stays out of it.
    here = request.path if existing else request.get_full_path()
    current = get_language()
    return [
        LanguageLink(
            code=code,
            name=name,
            direction=languages.direction(code),
            path=here if code == current else _translated(here, code),
            current=code == current,
            available=not existing or code in existing,
        )
        for code, name in languages.LANGUAGES
    ]


def _translated(path: str, code: str) -> str:
    """Return the same page in another language, or the home page where there is no such page."""
    translated = translate_url(path, code)
    return f"/{code}/" if translated == path else translated


@register.filter
def direction(code: str) -> str:
    """Return ``"rtl"`` or ``"ltr"`` for a language."""
    return languages.direction(code)


@register.filter
def language_name(code: str) -> str:
    """Return a language's own name for itself."""
    return languages.name_of(code)


@register.filter
def language_in_sentence(code: str) -> str:
    """Return a language's name in the active language, for use inside a sentence."""
    return languages.name_in_sentence(code)
