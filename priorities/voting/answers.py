"""What a voter answers, and whether a consultation offers such an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from priorities.words.word_keys import tidy_word

if TYPE_CHECKING:
    from priorities.models import Consultation

MOST_WORDS: Final = 3
LONGEST_WORD: Final = 60


class Refused(Exception):
    """A ballot that was not taken. Its text is for the voter."""


class BadAnswers(Refused):
    """An answer that this consultation does not offer."""


class Unanswered(BadAnswers):
    """A ballot that answers nothing. “I don’t know” is an answer."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a voter gives: scores by the key of the item (None: “I don't know”), or words."""

    ratings: Mapping[int, int | None] = field(default_factory=dict)
    words: Sequence[str] = ()


def checked(hall: Consultation, answers: Answers) -> list[str]:
    """Return the words as they are kept. Raise BadAnswers unless *answers* fit the consultation."""
    if hall.kind == hall.Kind.WORDS:
        if answers.ratings:
            raise BadAnswers(_("This consultation asks for words, not for scores."))
        return _tidy(answers.words)
    if answers.words:
        raise BadAnswers(_("This consultation asks for scores, not for words."))
    if not answers.ratings.keys() <= set(hall.items.values_list("pk", flat=True)):
        raise BadAnswers(_("This ballot names a service that is not part of the question."))
    if not all(score is None or 1 <= score <= hall.scale for score in answers.ratings.values()):
        text = _("A score is a whole number between 1 and %(scale)s.")
        raise BadAnswers(text % {"scale": hall.scale})
    return []


def refuse_empty(hall: Consultation, answers: Answers, words: Sequence[str]) -> None:
    """Raise Unanswered where nothing is answered."""
    if not (answers.ratings or words):
        asks_words = hall.kind == hall.Kind.WORDS
        raise Unanswered(_("Give at least one word.") if asks_words else _("Rate at least one."))


def _tidy(words: Sequence[str]) -> list[str]:
    """Return *words* as they are kept, without empty ones and repetitions."""
    plain = (tidy_word(word.replace("\0", " ")) for word in words)
    tidy = list(dict.fromkeys(word for word in plain if word))
    if len(tidy) > MOST_WORDS:
        raise BadAnswers(_("Give at most %(number)s words.") % {"number": MOST_WORDS})
    if any(len(word) > LONGEST_WORD for word in tidy):
        text = _("A word has at most %(number)s characters.")
        raise BadAnswers(text % {"number": LONGEST_WORD})
    return tidy
