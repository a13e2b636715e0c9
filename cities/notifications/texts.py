"""Texts of a session and of this site that e-mails to officers carry."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from llex.core import languages
from llex.core.languages.translation_marks import first_text
from llex.core.mail.language_marks import mark
from llex.core.text import Block, Bullets, RichText, parse, to_plain
from llex.core.text.normalization import clean_line


def guiding_questions(session: Any, language: str) -> str:
    """Return the guiding questions as plain text for an e-mail in *language*, or nothing.

    Items of a list begin with a dash. In another language they say which one.
    """
    order = languages.fallbacks(language, first=session.main_language)
    found = first_text(session, "guiding_questions", order)
    if found is None:
        return ""
    code, written = found
    plain = "\n\n".join("\n".join(_lines(block)) for block in parse(written, code).blocks)
    return plain if code == language else mark(plain, code)


def privacy_page(language: str) -> str:
    """Return the whole address of the privacy notice in *language*."""
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('privacy')}"


def _lines(block: Block) -> Iterator[str]:
    if not isinstance(block, Bullets):
        yield to_plain(RichText("", (block,)))
        return
    for item in block.items:
        yield f"- {clean_line(to_plain(RichText('', item.blocks)))}"
