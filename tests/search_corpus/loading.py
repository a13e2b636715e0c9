"""Reads the corpus from its files, checks that it is consistent, and publishes it.

A text that is not there in a language is missing on purpose: the city wrote in another one.
"""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.utils.timezone import now

from cities.contributions import consent_texts
from cities.models import Challenge, City, PolicyResponse
from priorities.catalogue import load_services
from priorities.models import Service
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render import Format
from sessions_app.models import LearningSession
from tests.factories import bring_to, make_contribution, make_series, make_session

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "ar")
KINDS_OF_UPDATE = {"true", "changed", "ended"}

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class CorpusCity:
    slug: str
    name: Texts
    country: str
    latitude: float
    longitude: float
    population: int
    kind: str = "city"


@dataclass(frozen=True, slots=True)
class CorpusUpdate:
    kind: str
    day: date
    text: Texts


@dataclass(frozen=True, slots=True)
class CorpusResponse:
    key: str
    text: Texts
    services: list[str]
    title: Texts = field(default_factory=dict)
    since: date | None = None
    source: str = ""
    answers: list[str] = field(default_factory=list)
    update: CorpusUpdate | None = None


@dataclass(frozen=True, slots=True)
class CorpusChallenge:
    key: str
    text: Texts
    services: list[str]


@dataclass(frozen=True, slots=True)
class CorpusContribution:
    city: CorpusCity
    language: str
    responses: list[CorpusResponse]
    challenges: list[CorpusChallenge]


@dataclass(frozen=True, slots=True)
class CorpusSession:
    number: int
    day: date
    title: Texts
    contributions: list[CorpusContribution]

    @property
    def responses(self) -> list[CorpusResponse]:
        return [one for contribution in self.contributions for one in contribution.responses]

    @property
    def challenges(self) -> list[CorpusChallenge]:
        return [one for contribution in self.contributions for one in contribution.challenges]


@dataclass(frozen=True, slots=True)
class CorpusQuestion:
    """A reader's question; *right* has the keys of all entries that answer it."""

    language: str
    text: str
    right: list[str]


# --- Reading --------------------------------------------------------------------------------------


def read_cities() -> dict[str, CorpusCity]:
    return {row["slug"]: CorpusCity(**row) for row in _read(FOLDER / "cities.toml")["city"]}


def read_sessions() -> list[CorpusSession]:
    cities = read_cities()
    paths = sorted((FOLDER / "sessions").glob("*.toml"))
    return [_session(_read(path), cities) for path in paths]


def read_questions(name: str = "questions") -> list[CorpusQuestion]:
    return [CorpusQuestion(**row) for row in _read(FOLDER / f"{name}.toml")["question"]]


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _session(table: dict[str, Any], cities: dict[str, CorpusCity]) -> CorpusSession:
    contributions = [_contribution(row, cities) for row in table.pop("contribution")]
    return CorpusSession(**table, contributions=contributions)


def _contribution(row: dict[str, Any], cities: dict[str, CorpusCity]) -> CorpusContribution:
    return CorpusContribution(
        city=cities[row["city"]],
        language=row["language"],
        responses=[_response(one) for one in row["response"]],
        challenges=[CorpusChallenge(**one) for one in row.get("challenge", ())],
    )


def _response(row: dict[str, Any]) -> CorpusResponse:
    update = row.pop("update", None)
    return CorpusResponse(**row, update=CorpusUpdate(**update) if update else None)


# --- Checking -------------------------------------------------------------------------------------


def find_faults(
    sessions: Iterable[CorpusSession], questions: Iterable[CorpusQuestion], services: set[str]
) -> list[str]:
    """Return what is inconsistent in the corpus, a sentence each."""
    sessions = list(sessions)
    entries = [one for session in sessions for one in (*session.responses, *session.challenges)]
    keys = [entry.key for entry in entries]
    faults = [f"{key} is there twice." for key in sorted({k for k in keys if keys.count(k) > 1})]
    for entry in entries:
        faults += [
            f"{entry.key}: no service {one}." for one in entry.services if one not in services
        ]
        faults += _faults_of_texts(entry.key, entry.text)
    for session in sessions:
        faults += _faults_of_session(session)
    for question in questions:
        if question.language not in LANGUAGES or not question.right:
            faults.append(f"“{question.text}” has no right answer or an unknown language.")
        faults += [f"“{question.text}”: no {key}." for key in question.right if key not in keys]
        if len(set(question.right)) < len(question.right):
            faults.append(f"“{question.text}” has a right answer twice.")
    return faults


def _faults_of_session(session: CorpusSession) -> Iterable[str]:
    challenges = {one.key for one in session.challenges}
    slugs = [one.city.slug for one in session.contributions]
    if len(set(slugs)) < len(slugs):
        yield f"Session {session.number} has a city twice."
    if set(session.title) != set(LANGUAGES):
        yield f"Session {session.number} has no title in all languages."
    for contribution in session.contributions:
        for one in (*contribution.responses, *contribution.challenges):
            if contribution.language not in one.text:
                yield f"{one.key} is not there in the language of its city."
    for response in session.responses:
        yield from (
            f"{response.key} answers {key}, which is not in the session."
            for key in response.answers
            if key not in challenges
        )
        if response.title and set(response.title) != set(response.text):
            yield f"{response.key} has not both title and text in some language."
        if response.update:
            yield from _faults_of_texts(response.key, response.update.text)
            if response.update.kind not in KINDS_OF_UPDATE:
                yield f"{response.key}: no kind of update {response.update.kind}."


def _faults_of_texts(key: str, texts: Texts) -> Iterable[str]:
    if not texts or not set(texts) <= set(LANGUAGES) or not all(texts.values()):
        yield f"{key} has a text that is empty or in an unknown language."


# --- Publishing -----------------------------------------------------------------------------------


@contextmanager
def without_print_files() -> Iterator[None]:
    """Publish with empty PDF and Word files, as the fixture `empty_print_files` does."""
    render = Format.render

    def rendered(form: Format, *arguments: Any) -> bytes:
        return b"" if form.name in ("pdf", "docx") else render(form, *arguments)

    with patch.object(Format, "render", rendered):
        yield


def publish_corpus(
    sessions: Iterable[CorpusSession] | None = None,
) -> dict[str, PolicyResponse | Challenge]:
    """Publish the sessions, all of them unless some are given. Return the rows by their key."""
    series = make_series(slug="corpus")
    services = load_services()
    rows: dict[str, PolicyResponse | Challenge] = {}
    with without_print_files():
        for session in read_sessions() if sessions is None else sessions:
            created, its_rows = create_session(session, series, services)
            publish(created, override="Invented rows without the other sections of a note.")
            rows |= its_rows
    return rows


def create_session(
    data: CorpusSession, series: Any, services: dict[str, Service]
) -> tuple[LearningSession, dict[str, PolicyResponse | Challenge]]:
    """Create a session that is ready to be published. Return it with its rows by their key."""
    session = make_session(
        series=series,
        number=data.number,
        slug=f"corpus-{data.number}",
        starts_at=datetime.combine(data.day, time(14), UTC),
        **_fields("title", data.title),
    )
    rows: dict[str, PolicyResponse | Challenge] = {}
    contributions = []
    for order, one in enumerate(data.contributions):
        contribution = make_contribution(
            session=session,
            city=_city(one.city),
            order=order,
            original_language=one.language,
            responses=0,
            challenges=0,
            state="draft",
            consented_at=now(),
            consent_source="form",
            consent_text=consent_texts.CONSENT.version,
        )
        contributions.append(contribution)
        _create_answers(contribution, one, rows, services)
    for response in data.responses:
        rows[response.key].answers.set(rows[key] for key in response.answers)
    for contribution in contributions:
        bring_to(contribution, "accepted")
    return session, rows


def _city(data: CorpusCity) -> City:
    city, _created = City.objects.get_or_create(
        slug=data.slug,
        defaults={
            "kind": data.kind,
            "country": data.country,
            "latitude": data.latitude,
            "longitude": data.longitude,
            "population": data.population,
            **_fields("name", data.name),
        },
    )
    return city


def _create_answers(
    contribution: Any,
    data: CorpusContribution,
    rows: dict[str, PolicyResponse | Challenge],
    services: dict[str, Service],
) -> None:
    for order, one in enumerate(data.responses):
        row = contribution.responses.create(
            order=order,
            since=one.since,
            source=one.source,
            **_fields("title", one.title),
            **_fields("text", one.text),
        )
        if one.update:
            texts = _fields("text", one.update.text)
            row.updates.create(kind=one.update.kind, said_on=one.update.day, **texts)
        rows[one.key] = row
    for order, one in enumerate(data.challenges):
        row = contribution.challenges.create(order=order, **_fields("text", one.text))
        rows[one.key] = row
    for one in (*data.responses, *data.challenges):
        rows[one.key].services.set(services[slug] for slug in one.services)


def _fields(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{code}": text for code, text in texts.items()}
