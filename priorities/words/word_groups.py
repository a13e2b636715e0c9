"""The words of a consultation as an organiser sees them: with counts, spellings and suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field

from llex.core.text.name_keys import normalize_key
from priorities.models import Consultation, Word
from priorities.questions.tally import counted_ballots
from priorities.words.counting import group_words
from priorities.words.suggestions import suggest_same_words

# So many words are listed; the search finds the rest.
MOST: int = 300


@dataclass(slots=True)
class Group:
    """A word that is shown, the number of ballots that gave it, and the words counted with it."""

    word: Word
    count: int
    spellings: list[Word] = field(default_factory=list)

    def matches(self, wanted: str) -> bool:
        """Return whether one of its spellings contains *wanted*, a normalized text."""
        return any(wanted in normalize_key(word.text) for word in (self.word, *self.spellings))


@dataclass(frozen=True, slots=True)
class Groups:
    """The words of a consultation, most frequent first; *more* are not listed."""

    listed: list[Group]
    suggested: list[list[Group]]
    more: int


def groups(consultation: Consultation, search: str = "") -> Groups:
    """Return the words of *consultation* that contain *search*, and which of all may be the same.

    Two queries.
    """
    made = {
        group.shown.pk: Group(
            group.shown, group.count, [word for word in group.words if word != group.shown]
        )
        for group in group_words(consultation, counted_ballots(consultation))
    }
    ordered = sorted(made.values(), key=_before)
    suggested = [
        [made[word.pk] for word in likely]
        for likely in suggest_same_words(group.word for group in ordered)
    ]
    found = [group for group in ordered if group.matches(normalize_key(search))]
    return Groups(found[:MOST], suggested, max(0, len(found) - MOST))


def _before(group: Group) -> tuple[int, bool, str]:
    """Return the sort key: the most frequent first, words in capitals after the same in small."""
    text = group.word.text
    return -group.count, text.isupper() and text.lower() != text, text.casefold()
