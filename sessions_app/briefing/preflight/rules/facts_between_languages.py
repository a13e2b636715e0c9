"""Days, seasons, times, rates and countries, compared between the languages of a note."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.text import without_addresses
from sessions_app.briefing.preflight.countries_in_prose import countries_named
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.rules.positions import roles_in
from sessions_app.briefing.preflight.vocabulary_of_checks import pattern_of, table_for
from sessions_app.briefing.quantities.calendar_dates import months_in, weekdays_in
from sessions_app.briefing.quantities.clock_times import ClockTime, clock_times
from sessions_app.briefing.quantities.rates import rates

# What a text says of one kind: how it is written, by what it means.
Said = Callable[[str, str], Mapping[str, str]]


def seasons(text: str, language: str) -> Mapping[str, str]:
    """Return the seasons that a text names."""
    found = {}
    for season, words in table_for(language, "seasons").items():
        if match := pattern_of(tuple(words)).search(text):
            found[season] = match[0]
    return found


# The code of the finding, and what is compared.
COMPARED: Final[tuple[tuple[str, Said], ...]] = (
    ("date_differs", weekdays_in),
    ("date_differs", months_in),
    ("date_differs", seasons),
    ("unit_differs", rates),
    ("name_differs", countries_named),
    ("role_differs", roles_in),
)


def check_facts(note: CheckedNote) -> Iterator[Finding]:
    """Find days, seasons, rates and countries that are others in the main language."""
    for source, passage in note.pairs():
        if not (source.is_prose and passage.is_prose):
            continue
        here, there = without_addresses(passage.plain), without_addresses(source.plain)
        for code, said in COMPARED:
            # Most texts say nothing of a kind, and each is compared with those of all languages.
            lost = _said(said, there, source.language)
            if lost and (found := exchanged(said(here, passage.language), lost)):
                message = _differ(*found, source.language)
                yield passage.finding(code, message, excerpt=found[0], values=(found[1],))


def check_clock_times(note: CheckedNote) -> Iterator[Finding]:
    """Find times of the day that are others in the main language."""
    for source, passage in note.pairs():
        there = _times(source.plain, source.language)
        here = _times(passage.plain, passage.language) if there else ()
        if found := different_times([*here], [*there]):
            message = _differ(*found, source.language)
            yield passage.finding("date_differs", message, excerpt=found[0], values=(found[1],))


@lru_cache(maxsize=8192)
def _said(said: Said, text: str, language: str) -> Mapping[str, str]:
    return said(text, language)


@lru_cache(maxsize=2048)
def _times(text: str, language: str) -> tuple[ClockTime, ...]:
    return tuple(clock_times(without_addresses(text), language))


def exchanged(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what two texts say instead of each other, or None where one only says less."""
    added = [written for meant, written in here.items() if written and meant not in there]
    lost = [written for meant, written in there.items() if written and meant not in here]
    return (added[0], lost[0]) if added and lost else None


def different_times(here: list[ClockTime], there: list[ClockTime]) -> tuple[str, str] | None:
    """Return the first times of two texts that the other does not have, or None."""
    added = [one.text for one in here if all(one.minutes.isdisjoint(o.minutes) for o in there)]
    lost = [one.text for one in there if all(one.minutes.isdisjoint(o.minutes) for o in here)]
    return (added[0], lost[0]) if added and lost else None


def _differ(here: str, there: str, language: str) -> str:
    return _("“%(here)s”; in %(language)s: “%(there)s”.") % {
        "here": here,
        "language": name_in_sentence(language),
        "there": there,
    }
