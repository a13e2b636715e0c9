"""A contribution in another language of the note, by the site's machine translator.

It gives officers an idea of how their text may read, and is stored nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from cities.contributions.drafts import LISTS, Draft
from cities.wording.answer_fields import ANSWER_FIELDS
from llex.core import languages
from llex.core.translations import machine

_SINGLE: Final = ("representative_position", "quote", "quote_position")


def machine_languages(draft: Draft) -> list[str]:
    """Return the languages that a machine can translate *draft* into: those it is not written in.

    None where the site has no translator, or the language or the texts are missing.
    """
    if not machine.is_enabled() or not draft.language or not any(_texts(draft)):
        return []
    return [code for code in languages.CODES if code != draft.language]


def machine_draft(draft: Draft, language: str) -> Draft:
    """Return *draft* with its texts in *language*; names, days, services and addresses stay.

    Raise MachineFailure where the translator gives no translation.
    """
    texts = [text for text in dict.fromkeys(_texts(draft)) if text.strip()]
    found = dict(zip(texts, machine.translate(texts, draft.language, language), strict=True))
    values: dict[str, Any] = {name: found.get(getattr(draft, name), "") for name in _SINGLE}
    for kind in LISTS:
        names = _translated(kind)
        values[kind] = tuple(
            replace(entry, **{name: found.get(getattr(entry, name), "") for name in names})
            for entry in getattr(draft, kind)
        )
    return replace(draft, language=language, **values)


def _texts(draft: Draft) -> Iterator[str]:
    """Yield the texts that are translated, empty ones too."""
    for name in _SINGLE:
        yield getattr(draft, name)
    for kind in LISTS:
        for entry in getattr(draft, kind):
            for name in _translated(kind):
                yield getattr(entry, name)


def _translated(kind: str) -> list[str]:
    return [one.name for one in ANSWER_FIELDS[kind] if one.is_translated]
