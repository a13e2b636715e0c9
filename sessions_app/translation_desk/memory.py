"""The translation memory: how the same or a similar text was worded in other sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz, process

from llex.core import languages
from llex.core.text.differences import Change, condensed, differences
from llex.core.text.normalization import clean_line
from sessions_app.briefing.session_texts import SessionText

# Of 100: below it, writing anew is quicker than mending.
_SIMILAR: Final = 70
_BEST: Final = 5
# The latest texts are compared; older ones are rarely the model of a new one.
_COMPARED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier text with its translation; *score* is 100 where the sources are the same."""

    score: int
    source: str
    target: str
    changes: tuple[Change, ...]

    @property
    def is_exact(self) -> bool:
        """Return whether the sources differ in white space at most."""
        return not self.changes


def find_matches(text: SessionText, source: str, target: str) -> list[Match]:
    """Return the best earlier translations of a text like this one, the best first; one query.

    Rows of the same model are compared, in the same field. *source* and *target* are languages; a
    source in a language that the site does not have has no memory.
    """
    if source not in languages.CODES:
        return []
    said = clean_line(text.text(source))
    pairs = _translated_pairs(text, source, target)
    scored = process.extract(
        said,
        {number: clean_line(pair[0]) for number, pair in enumerate(pairs)},
        scorer=fuzz.ratio,
        score_cutoff=_SIMILAR,
        limit=None,
    )
    best: dict[tuple[str, str], Match] = {}
    for _said, score, number in scored:
        earlier, translation = pairs[number]
        changes = condensed(differences(earlier, text.text(source)))
        is_same = clean_line(earlier) == said
        best.setdefault(
            (clean_line(earlier), clean_line(translation)),
            Match(
                100 if is_same else min(99, int(score)),
                earlier,
                translation,
                () if is_same else tuple(changes),
            ),
        )
        if len(best) == _BEST:
            break
    return list(best.values())


def _translated_pairs(text: SessionText, source: str, target: str) -> list[tuple[str, str]]:
    model: Any = type(text.subject)
    columns = [f"{text.field}_{code}" for code in (source, target)]
    rows = model._base_manager.exclude(pk=text.subject.pk)
    for column in columns:
        rows = rows.exclude(**{column: ""}).exclude(**{f"{column}__isnull": True})
    return list(rows.order_by("-pk").values_list(*columns)[:_COMPARED])
