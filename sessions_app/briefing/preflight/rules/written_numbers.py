"""Numbers in words, compared between the languages of a note."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.quantities.conversions import are_the_same
from sessions_app.briefing.quantities.figures import Values, Written, figures
from sessions_app.briefing.quantities.spelled_numbers import (
    NumberWord,
    exact_numbers,
    inexact_numbers,
)
from sessions_app.briefing.quantities.units import unit_of_words

_NOON: Final = 12


def check_written_numbers(note: CheckedNote) -> Iterator[Finding]:
    """Find number words in a text where the same text in the main language has another number."""
    for source, passage in note.pairs():
        found = different_numbers(passage.plain, passage.language, source.plain, source.language)
        if found:
            message = _("“%(here)s” is a number; in %(language)s it is “%(there)s”.") % {
                "here": found[0],
                "language": name_in_sentence(source.language),
                "there": found[1],
            }
            yield passage.finding("numbers_differ", message, excerpt=found[0], values=(found[1],))


def different_numbers(
    text: str, language: str, other_text: str, other_language: str
) -> tuple[str, str] | None:
    """Return number words of both texts that mean nothing in the other one, or None.

    Words alone in one text are no difference: they may be an idiom.
    """
    here, there = exact_numbers(text, language), exact_numbers(other_text, other_language)
    if not here or not there:
        return None
    added, lost = _unmatched(here, there)
    if not added or not lost:
        return None
    one, hints = figures(text, language)
    other, other_hints = figures(other_text, other_language)
    hints |= inexact_numbers(text, language)
    other_hints |= inexact_numbers(other_text, other_language)
    added = _not_in_figures(added, _without(other, one), other_hints)
    lost = _not_in_figures(lost, _without(one, other), hints)
    pairs = (
        (one, other)
        for one in added
        for other in lost
        if one.kind == other.kind
        and not any(
            are_the_same(
                number,
                unit_of_words(text, one.text, language),
                value,
                unit_of_words(other_text, other.text, other_language),
            )
            for number in one.meant
            for value in other.meant
        )
    )
    return next(((one.text, other.text) for one, other in pairs), None)


def _unmatched(
    here: Iterable[NumberWord], there: Iterable[NumberWord]
) -> tuple[list[NumberWord], list[NumberWord]]:
    """Return the words of each text without those that mean the same, one by one.

    A count answers to a count before it answers to a rank.
    """
    added, rest = list(here), list(there)
    for is_same_kind in (True, False):
        for one in [*added]:
            same = next(
                (
                    other
                    for other in rest
                    if (one.kind == other.kind or not is_same_kind) and _mean_the_same(one, other)
                ),
                None,
            )
            if same is not None:
                added.remove(one)
                rest.remove(same)
    return added, rest


def _mean_the_same(one: NumberWord, other: NumberWord) -> bool:
    """Return whether two may be one number, or one hour: six in the evening is eighteen."""
    if one.meant & other.meant:
        return True
    return one.kind == other.kind == "count" and any(
        abs(here - there) == _NOON and max(here, there) <= 2 * _NOON
        for here in one.meant
        for there in other.meant
    )


def _without(written: Iterable[Written], others: Iterable[Written]) -> list[Written]:
    """Return the figures of a text that the other text does not have as figures, one by one."""
    rest = list(written)
    for other in others:
        same = next((one for one in rest if one.readings & other.readings), None)
        if same is not None:
            rest.remove(same)
    return rest


def _not_in_figures(
    found: list[NumberWord], written: list[Written], hints: Values
) -> list[NumberWord]:
    """Return the words that no figure of the other text answers to, one by one."""
    rest, unanswered = list(written), []
    for word in found:
        same = next((one for one in rest if one.readings & word.meant), None)
        if same is not None:
            rest.remove(same)
        elif word.kind == "part" or not word.meant & hints:
            unanswered.append(word)
    return unanswered
