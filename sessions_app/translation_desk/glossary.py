"""Terms of the glossary in a source text, with their translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llex.core.languages.translation_marks import text_in
from sessions_app.models import GlossaryTerm


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term that a text uses, its translation, and the remark on it."""

    term: str
    translation: str
    note: str


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; *term* is the one that it is, if any."""

    text: str
    term: FoundTerm | None = None


def mark_terms(text: str, source: str, target: str) -> tuple[list[Run], list[FoundTerm]]:
    """Split a text at the terms of the glossary; return the pieces and the terms found. One query.

    A term is found as whole words, whatever their case; the longest one counts.
    """
    terms = {found.term.casefold(): found for found in _terms(source, target)}
    if not terms:
        return [Run(text)], []
    longest_first = sorted(terms, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
    )
    runs: list[Run] = []
    found: dict[str, FoundTerm] = {}
    end = 0
    for match in pattern.finditer(text):
        term = terms.get(match[0].casefold())
        runs += [Run(text[end : match.start()]), Run(match[0], term)]
        end = match.end()
        if term:
            found[term.term] = term
    return [run for run in (*runs, Run(text[end:])) if run.text], list(found.values())


def _terms(source: str, target: str) -> Iterator[FoundTerm]:
    for row in GlossaryTerm.objects.all():
        term = text_in(row, "term", source) if hasattr(row, f"term_{source}") else ""
        if term.strip():
            yield FoundTerm(term.strip(), text_in(row, "term", target).strip(), row.note)
