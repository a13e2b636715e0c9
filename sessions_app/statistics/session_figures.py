"""The figures of sessions, a row for each and the totals, in a constant number of queries.

A figure without a record is None and never 0.
"""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cities.directory.gazetteer import continent_of
from sessions_app.models import LearningSession
from sessions_app.statistics import figure_queries as queries
from sessions_app.statistics.genders import UNTOLD, disclosed_over
from sessions_app.statistics.note_downloads import DownloadSums, download_sums
from sessions_app.statistics.session_filter import SessionFilter
from sessions_app.statistics.speaker_balance import SpeakerOrigins, speaker_origins

# Quartiles of fewer answers would say more about single cities than about all.
_FEWEST_FOR_QUARTILES = 4


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Hours until cities answered; *low* and *high* are None of few answers."""

    median: float
    low: float | None = None
    high: float | None = None


def quartiles(hours: Iterable[float]) -> Quartiles | None:
    """Return the median and quartiles, None of nothing."""
    found = sorted(hours)
    if not found:
        return None
    if len(found) < _FEWEST_FOR_QUARTILES:
        return Quartiles(statistics.median(found))
    low, median, high = statistics.quantiles(found, n=4, method="inclusive")
    return Quartiles(median, low, high)


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """The figures of one session."""

    session: LearningSession
    people: queries.PeopleCounts
    cities: dict[int, queries.CityOfSession]
    languages: Counter[str]
    answers: queries.AnswerTimes
    downloads: int | None

    @property
    def city_count(self) -> int | None:
        """Return how many cities took part; None where neither people nor cities are recorded."""
        is_recorded = bool(self.cities) or self.people.registered is not None
        return len(self.cities) if is_recorded else None

    @property
    def cities_in_note(self) -> int:
        """Return how many cities have a contribution that was accepted."""
        return sum(city.is_in_note for city in self.cities.values())

    @property
    def regions(self) -> int | None:
        """Return from how many regions the cities are."""
        found = {continent_of(city.country) for city in self.cities.values()} - {""}
        return None if self.city_count is None else len(found)

    @property
    def countries(self) -> int | None:
        """Return from how many countries the cities are."""
        found = {city.country for city in self.cities.values()} - {""}
        return None if self.city_count is None else len(found)

    @property
    def answer_time(self) -> Quartiles | None:
        """Return how long cities took to answer."""
        return quartiles(self.answers.hours)


@dataclass(frozen=True, slots=True)
class Totals:
    """All sessions together. *came* is of those of which it is *recorded*, None of none.

    *registered* counts a person once for each session, *different_people* once. *cities* count
    once, by key with their country. *genders* of speakers are by code, None where they are not
    told: by region.
    """

    sessions: int
    registered: int | None
    different_people: int
    without_city: int
    came: int | None
    recorded: int
    cities: dict[int, str]
    cities_in_note: int
    languages: Counter[str]
    speakers: int
    genders: Counter[str] | None
    origins: SpeakerOrigins
    invited: int
    hours: tuple[float, ...]
    downloads: DownloadSums

    @property
    def by_region(self) -> Counter[str]:
        """Return how many cities each region has; "" without a region."""
        return Counter(continent_of(country) for country in self.cities.values())

    @property
    def countries(self) -> int:
        """Return from how many countries the cities are."""
        return len(set(self.cities.values()) - {""})

    @property
    def answer_time(self) -> Quartiles | None:
        """Return how long cities took to answer."""
        return quartiles(self.hours)

    @property
    def download_count(self) -> int | None:
        """Return all downloads; None where there was nothing to count."""
        sums = self.downloads
        return sums.by_session.total() if sums.since and sums.with_note else None


@dataclass(frozen=True, slots=True)
class SessionStatistics:
    """The choice, a row for each session, the latest first, and the totals."""

    chosen: SessionFilter
    rows: list[SessionFigures]
    totals: Totals


def count_sessions(chosen: SessionFilter) -> SessionStatistics:
    """Count everything about the chosen sessions."""
    sessions = chosen.sessions()
    keys = [session.pk for session in sessions]
    countries = chosen.countries
    people = queries.people_counts(sessions, countries)
    cities = queries.cities_of_sessions(keys, countries)
    declared = queries.declared_sums(sessions, countries)
    answers = queries.answer_times(keys, countries)
    # Readers have no region.
    downloads = download_sums([] if chosen.region else keys)
    rows = [
        SessionFigures(
            session=one,
            people=people[one.pk],
            cities=cities.get(one.pk, {}),
            languages=declared.languages.get(one.pk, Counter()),
            answers=answers.get(one.pk, queries.AnswerTimes()),
            downloads=downloads.of(one.pk),
        )
        for one in sessions
    ]
    speakers = sum(row.people.speakers for row in rows)
    genders = None if chosen.region else _genders(declared, set(keys), speakers)
    different = queries.different_people(keys, countries)
    origins = speaker_origins(keys, countries)
    totals = _totals(rows, downloads, genders, origins, different)
    return SessionStatistics(chosen, rows, totals)


def _genders(declared: queries.DeclaredSums, chosen: set[int], speakers: int) -> Counter[str]:
    told: Counter[str] = Counter()
    for by_session in declared.genders.values():
        told += disclosed_over(by_session.items(), chosen)
    for kept in declared.kept.values():
        told += kept
    del told[UNTOLD]
    told[UNTOLD] = speakers - told.total()
    return +told


def _totals(
    rows: list[SessionFigures],
    downloads: DownloadSums,
    genders: Counter[str] | None,
    origins: SpeakerOrigins,
    different_people: int,
) -> Totals:
    registered = [row.people.registered for row in rows if row.people.registered is not None]
    came = [row.people.came for row in rows if row.people.came is not None]
    cities = [city for row in rows for city in row.cities.values()]
    return Totals(
        sessions=len(rows),
        registered=sum(registered) if registered else None,
        different_people=different_people,
        without_city=sum(row.people.without_city for row in rows),
        came=sum(came) if came else None,
        recorded=len(came),
        cities={city.key: city.country for city in cities},
        cities_in_note=len({city.key for city in cities if city.is_in_note}),
        languages=sum((row.languages for row in rows), Counter()),
        speakers=sum(row.people.speakers for row in rows),
        genders=genders,
        origins=origins,
        invited=sum(row.answers.invited for row in rows),
        hours=tuple(hour for row in rows for hour in row.answers.hours),
        downloads=downloads,
    )
