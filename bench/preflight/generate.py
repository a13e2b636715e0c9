"""Sessions made of the invented texts, with rows of the corpus of the search and their cities."""

import tomllib
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils import translation

from llex.core.languages.numbers import number
from priorities.catalogue import load_services
from sessions_app.demo.loading import prose
from sessions_app.models import LearningSession
from tests.factories import (
    make_challenge,
    make_city,
    make_consultation,
    make_contribution,
    make_organisation,
    make_participant,
    make_person,
    make_point,
    make_quote,
    make_response,
    make_series,
    make_session,
    make_theme,
)
from tests.search_corpus.loading import CorpusContribution, read_sessions

LANGUAGES: Final = ("en", "fr", "es", "ar")
CLEAN: Final = 40
SECTIONS: Final = {
    "summary": "summary",
    "introduction": "introduction",
    "priorities": "priorities_text",
    "front_line": "front_line_text",
    "vision": "vision_text",
    "closing": "closing_text",
}
_NETWORK: Final = {
    "en": "World Network of Cities",
    "fr": "Réseau mondial des villes",
    "es": "Red Mundial de Ciudades",
    "ar": "الشبكة العالمية للمدن",
}
_SERIES: Final = {
    "en": "Cities learn together",
    "fr": "Les villes apprennent ensemble",
    "es": "Las ciudades aprenden juntas",
    "ar": "المدن تتعلم معاً",
}
_QUESTION: Final = {
    "en": "How important is each of these services now?",
    "fr": "Quelle importance a chacun de ces services en ce moment ?",
    "es": "¿Qué importancia tiene ahora cada uno de estos servicios?",
    "ar": "ما أهمية كل من هذه الخدمات الآن؟",
}
_WORDS: Final = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "fr": "zéro une deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "cero una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "ar": "0 1 2 3 4 5 6 7 8 9 10 11 12",
}
_FOLDER: Final = Path(__file__).parent
_BALLOTS: Final = ([5, 4, 2], [5, 4, 3], [4, 4, 2], [5, 3, 2], [5, 4, 1], [5, 5, 3], [4, 4, 3])


@cache
def texts() -> list[dict[str, Any]]:
    """Return the sections of the invented notes."""
    return _read("texts")["note"]  # type: ignore[no-any-return]


@cache
def people() -> dict[str, Any]:
    """Return names, positions, quotations and themes."""
    return _read("people")


@cache
def contributions() -> list[list[CorpusContribution]]:
    """Return the rows of each session of the corpus that are complete in every language."""
    return [
        [row for row in session.contributions if _is_complete(row)] for session in read_sessions()
    ]


def make_note(variant: int, *, words: Any = None) -> LearningSession:
    """Make a session with its note; *variant* says which texts, rows and people it has.

    *words* is called with field, language and text, and returns the text to be stored.
    """
    return _Maker(variant, words or (lambda _field, _language, text: text)).make()


def make_long_note(cities: int) -> LearningSession:
    """Make a session whose note has rows of so many cities of the corpus."""
    maker = _Maker(3, lambda _field, _language, text: text)
    session = maker.make()
    every = [row for rows in contributions() for row in rows if row not in maker.rows]
    maker.rows = every[: cities - len(maker.rows)]
    maker.make_rows(first=len(session.contributions.all()))
    return session


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _is_complete(row: CorpusContribution) -> bool:
    entries = [*row.responses[:3], *row.challenges[:2]]
    texts_of = [one.text for one in entries]
    return bool(row.challenges) and all(set(LANGUAGES) <= set(text) for text in texts_of)


class _Maker:
    def __init__(self, variant: int, words: Any) -> None:
        self.variant = variant
        self.words = words
        self.base = texts()[variant % len(texts())]
        rows = contributions()[(variant * 3) % len(contributions())]
        self.rows = rows[: 3 + variant % 5]

    def make(self) -> LearningSession:
        services = list(load_services().values())
        self.services = [services[(self.variant + shift) % len(services)] for shift in (0, 3, 5)]
        network = make_organisation(**self.fields("name", _NETWORK), website="https://www.uclg.org")
        series = make_series(**self.fields("title", _SERIES))
        series.conveners.add(network)
        self.session = make_session(
            series=series,
            number=self.base["number"],
            starts_at=datetime.combine(self.base["day"], time(14), UTC),
            attendance=self.base["attendance"],
            **self.fields("title", self.base["title"]),
            **self.sections(),
        )
        make_consultation(
            session=self.session,
            services=self.services,
            ballots=_BALLOTS,
            state="closed",
            **self.fields("question", _QUESTION),
        )
        self.make_rows()
        self.make_themes()
        return self.session

    def fields(self, field: str, table: dict[str, str], name: str = "") -> dict[str, str]:
        """Return the values of a translated field."""
        return {
            f"{field}_{code}": self.words(name or field, code, prose(table[code]))
            for code in LANGUAGES
        }

    def sections(self) -> dict[str, str]:
        values: dict[str, str] = {}
        for order, (section, field) in enumerate(SECTIONS.items()):
            # What depends on no day is shared out anew among the notes.
            is_free = section in ("priorities", "front_line", "vision")
            shift = self.variant // len(texts()) * order if is_free else 0
            base = texts()[(self.variant + shift) % len(texts())]
            filled = {code: self.fill(base[section][code], code) for code in LANGUAGES}
            values |= self.fields(field, filled, section)
        return values

    def fill(self, text: str, code: str) -> str:
        count = len(self.rows)
        word = _WORDS[code].split()[count]
        first, second, last = (getattr(one, f"name_{code}") for one in self.services)
        with translation.override(code):
            mean = number(33 / 7, 1)
        return text.format(
            number=count, word=word, Word=word.capitalize(), first=first, second=second, last=last,
            mean=mean,
        )  # fmt: skip

    def make_rows(self, first: int = 0) -> None:
        for order, row in enumerate(self.rows, start=first):
            person = self.make_participant(order)
            city = make_city(
                country=row.city.country, **self.fields("name", row.city.name, f"city {order}")
            )
            contribution = make_contribution(
                session=self.session, city=city, order=order, representative=person.person,
                original_language="en", responses=0, challenges=0, state="draft",
            )  # fmt: skip
            for one in row.responses[: 1 + (order + self.variant) % 3]:
                titles = self.fields("title", one.title) if len(one.title) == len(LANGUAGES) else {}
                make_response(
                    contribution=contribution,
                    source=one.source.replace("example.org", "learning.uclg.org"),
                    since=min(one.since, self.base["day"]) if one.since else None,
                    **titles,
                    **self.fields("text", one.text, f"response {order}"),
                )
            for one in row.challenges[: 1 + (order + self.variant) % 2]:
                make_challenge(
                    contribution=contribution, **self.fields("text", one.text, f"challenge {order}")
                )
            contribution.submit()
            contribution.accept()

    def make_participant(self, order: int) -> Any:
        names, positions = people()["names"], people()["position"]
        gender = ("woman", "man")[(order + self.variant) % 2]
        position = positions[(order * 2 + self.variant) % len(positions)][gender]
        participant = make_participant(
            session=self.session,
            person=make_person(name=names[(self.variant * 5 + order * 7) % len(names)]),
            order=order,
            role="city",
            **self.fields("position", position, f"position {order}"),
        )
        if order < 2:  # noqa: PLR2004 - of the first two people
            quotations = people()["quotation"]
            text = quotations[(self.variant + order * 3) % len(quotations)]
            make_quote(
                session=self.session,
                speaker=participant,
                section=("introduction", "closing")[order],
                **self.fields("text", text, f"quotation {order}"),
            )
        return participant

    def make_themes(self) -> None:
        for order in range(2):
            data = people()["theme"][(self.variant + order) % 3]
            theme = make_theme(
                session=self.session, order=order, points=0,
                **self.fields("statement", data["statement"]),
                **self.fields("heading", data["heading"]),
            )  # fmt: skip
            for number_, point in enumerate(data["point"]):
                make_point(
                    theme=theme,
                    order=number_,
                    **self.fields("lead", point["lead"], f"lead {order} {number_}"),
                    **self.fields("text", point["text"], f"point {order} {number_}"),
                )
