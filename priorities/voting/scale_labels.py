"""Checks of the labels of a scale: present, and with the same meaning in all languages.

A few words of each language show which end is the low one, and how strong it is. A label without
any of these words is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from llex.core.languages import data, name_in_sentence
from llex.core.languages.phrases import join_items, join_with_and
from llex.core.languages.translation_marks import text_in
from llex.core.text.name_keys import normalize_key

if TYPE_CHECKING:
    from priorities.models import Consultation

Texts = Mapping[str, str]
Degree = Literal["none", "least", "less", "more", "very", "most"]

_WORD: Final = re.compile(r"[^\W_]+")
_LOW: Final[frozenset[Degree]] = frozenset({"none", "least", "less"})


class Ends(NamedTuple):
    """The labels of the lowest and of the highest score, by language."""

    low: Texts
    high: Texts


def degree(text: str, language: str) -> Degree | None:
    """Return how much *text* says by `[degrees]` in the language's `ballots.toml`, or None.

    The longer expressions come first there; an asterisk is any ending.
    """
    words = f" {' '.join(map(normalize_key, _WORD.findall(_plain(text))))} "
    known: Mapping[str, Degree] = data.read(language, "ballots").get("degrees", {})
    for expression, found in known.items():
        parts = [normalize_key(part.rstrip("*")) for part in expression.split()]
        end = "" if expression.endswith("*") else " "
        if f" {' '.join(parts)}{end}" in words:
            return found
    return None


def _plain(text: str) -> str:
    # Arabic vowel marks are not letters and would split a word.
    return re.sub("[\u064b-\u0652\u0670]", "", text)


def unlabelled_ends(consultation: Consultation) -> list[str]:
    """Return which ends of the scale have a label in no language, one line each."""
    low, high = _ends(consultation)
    if not low and not high:
        text = _(
            "The ends of the scale have no labels, so people cannot know whether 1 or %(highest)s"
            " is the best score."
        )
        return [text % {"highest": consultation.scale}]
    lines = []
    for name, texts in (("low", low), ("high", high)):
        if not texts:
            lines.append(_("“%(text)s” has no label.") % {"text": _label(consultation, name)})
    return lines


def differing_labels(consultation: Consultation) -> list[str]:
    """Return which labels differ in meaning between languages of the session, one line each."""
    return [*_repeated(consultation), *_reversed(consultation), *_unlike(consultation)]


def _repeated(consultation: Consultation) -> Iterator[str]:
    """Find languages in which both ends have the same label."""
    ends = _ends(consultation)
    for code, low in ends.low.items():
        if normalize_key(low) == normalize_key(ends.high.get(code, "")):
            text = _("Both ends of the scale have the same label in %(language)s: “%(label)s”.")
            yield text % {"language": name_in_sentence(code), "label": low}


def _reversed(consultation: Consultation) -> Iterator[str]:
    """Find languages in which the ends are reversed, compared with the first clear one."""
    ends = _ends(consultation)
    ways = {code: way for code in ends.low if (way := _way(ends, code))}
    first = next(iter(ways), "")
    others = [code for code, way in ways.items() if way != ways[first]]
    if others:
        text = _("The ends of the scale are reversed in %(languages)s, compared with %(first)s.")
        yield text % {"languages": _named(others), "first": name_in_sentence(first)}


def _way(ends: Ends, code: str) -> str:
    """Return which end is the low one in a language, "" if that is not clear."""
    low, high = degree(ends.low[code], code), degree(ends.high.get(code, ""), code)
    if low and high and (low in _LOW) != (high in _LOW):
        return "up" if low in _LOW else "down"
    return ""


def _unlike(consultation: Consultation) -> Iterator[str]:
    """Find labels that are stronger in one language than in another."""
    for name, texts in zip(("low", "high"), _ends(consultation), strict=True):
        degrees = {code: found for code, text in texts.items() if (found := degree(text, code))}
        if len(set(degrees.values())) > 1 and len({one in _LOW for one in degrees.values()}) == 1:
            quoted = [
                _("“%(label)s” (%(language)s)")
                % {"label": texts[code], "language": name_in_sentence(code)}
                for code in degrees
            ]
            text = _("“%(text)s” does not say the same in all languages: %(labels)s.")
            values = {"text": _label(consultation, name), "labels": join_items(quoted)}
            yield text % values


def _ends(consultation: Consultation) -> Ends:
    offered: list[str] = consultation.session.languages
    low, high = (
        {code: text for code in offered if (text := text_in(consultation, name, code).strip())}
        for name in ("low", "high")
    )
    return Ends(low, high)


def _named(codes: list[str]) -> str:
    return join_with_and(map(name_in_sentence, codes))


def _label(consultation: Consultation, name: str) -> str:
    return capfirst(str(consultation._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
