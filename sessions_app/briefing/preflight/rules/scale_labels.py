"""Labels of the two ends of a scale that do not say the same in all languages."""

from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.text import Phrase
from llex.core.text.name_keys import normalize_words
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.vocabulary_of_checks import pattern_of, table_for
from sessions_app.briefing.text_locations import Target


def check_scale_labels(note: CheckedNote) -> Iterator[Finding]:
    """Find scales whose ends are exchanged in a language, or have one label in common."""
    for number, asked in enumerate(note.main.consultations):
        source = _labels(asked.scale_ends(), note.main.language)
        for code, document in note.documents.items():
            if number >= len(document.consultations):
                continue
            ends = _labels(document.consultations[number].scale_ends(), code)
            if _key(ends[0]) and _key(ends[0]) == _key(ends[1]):
                message = _("Both ends of the scale are “%(label)s”.") % {"label": ends[0]}
                yield _finding(code, message, ends[0])
            elif code != note.main.language:
                for here, there in exchanged(ends, code, source, note.main.language):
                    message = _("“%(here)s”; in %(language)s: “%(there)s”.") % {
                        "here": here,
                        "language": name_in_sentence(note.main.language),
                        "there": there,
                    }
                    yield _finding(code, message, here, (there,))


def exchanged(
    ends: tuple[str, str], language: str, source: tuple[str, str], source_language: str
) -> list[tuple[str, str]]:
    """Return the label of each end that belongs to the other one, and what it is in the source."""
    own = [direction_of(label, language) for label in ends]
    others = [direction_of(label, source_language) for label in source]
    pairs = list(zip(ends, source, strict=True))
    found = [pair for pair, one, other in zip(pairs, own, others, strict=True) if one * other < 0]
    # Both ends say “little”, and those of the source do not.
    if own[0] == own[1] != 0 and others[0] != others[1]:
        return [pairs[own[1] != others[1]]]
    # A plain “important” says of itself neither.
    is_exchanged = (own[1] - own[0]) * (others[1] - others[0]) < 0
    return found or (pairs[:1] if is_exchanged else [])


def direction_of(label: str, language: str) -> int:
    """Return -1 for the label of a low end, 1 for that of a high end, 0 where no word tells."""
    key = _key(label)
    low, high = _words(language)
    if pattern_of(low).search(key):
        return -1
    return 1 if pattern_of(high).search(key) else 0


@cache
def _words(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = table_for(language, "scale")
    low, high = (tuple(map(_key, table.get(end, ()))) for end in ("low", "high"))
    return low, high


def _key(text: str) -> str:
    """Return the words of a text without accents, vowels and capitals."""
    return " ".join(normalize_words(text))


def _labels(ends: tuple[Phrase | None, ...], language: str) -> tuple[str, str]:
    """Return both labels, empty where they only replace a missing translation."""
    texts = [one.text if one and one.language == language else "" for one in ends]
    low, high = texts if len(texts) == 2 else ("", "")  # noqa: PLR2004 - of both ends
    return low, high


def _finding(code: str, message: str, label: str, values: tuple[str, ...] = ()) -> Finding:
    return Finding(
        "warning", "scale_differs", code, _("Consultation"), message, Target("consultations"),
        passage=label, context=label, values=values,
    )  # fmt: skip
