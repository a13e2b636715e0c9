"""A consultation with its ballots, cast while it was open."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain, repeat
from random import Random
from typing import Any

from priorities.models import Ballot, Consultation, ConsultationItem, Rating, Word, WordAnswer
from priorities.questions.readiness import missing_texts
from sessions_app.demo.base_data import BaseData
from sessions_app.demo.loading import texts
from sessions_app.models import LearningSession


def load_consultation(session: LearningSession, table: dict[str, Any], frame: BaseData) -> None:
    """Load the consultation of a new session; that of a session in the past is closed."""
    consultation = Consultation.objects.create(
        session=session,
        code=table["code"],
        scale=table["scale"],
        results_shown=table["results_shown"],
        asks_region="regions" in table,
        **texts(table, "question", "low", "high", "caveat"),
    )
    items = [
        ConsultationItem.objects.create(
            consultation=consultation, service=frame.services[slug], order=order
        )
        for order, slug in enumerate(table["items"])
    ]
    # A service that was here before may lack a language; the demonstration is loaded all the same.
    consultation.open(override=" ".join(missing_texts(consultation)))
    ballots = _cast(consultation, table["ballots"], table.get("regions", {}))
    for item, counts in zip(items, table["items"].values(), strict=True):
        _rate(item, ballots, counts)
    if session.attendance is not None:
        consultation.close()


def load_words(session: LearningSession, table: dict[str, Any]) -> None:
    """Load a consultation that asks for words, open and with its first ballots, unmerged."""
    asked = table["consultation"]
    consultation = Consultation.objects.create(
        session=session,
        kind=asked["kind"],
        code=asked["code"],
        results_shown=asked["results_shown"],
        **texts(asked, "question"),
    )
    consultation.open()
    given = [ballot["words"] for ballot in table["ballot"]]
    by_language = [ballot["language"] for ballot in table["ballot"]]
    ballots = _cast(consultation, Counter(by_language))
    known = {
        text: Word.objects.create(consultation=consultation, text=text)
        for text in dict.fromkeys(chain.from_iterable(given))
    }
    WordAnswer.objects.bulk_create(
        WordAnswer(ballot=ballot, word=known[text])
        for ballot, words in zip(ballots, given, strict=True)
        for text in words
    )


def _cast(
    consultation: Consultation, by_language: dict[str, int], by_region: dict[str, int] | None = None
) -> list[Ballot]:
    voters = list(_repeated(by_language))
    regions = list(_repeated(by_region or {}))
    # The others did not say.
    regions += [""] * (len(voters) - len(regions))
    Random(consultation.code).shuffle(regions)  # noqa: S311
    return Ballot.objects.bulk_create(
        Ballot(
            consultation=consultation,
            voter_key=_key(f"{consultation.code} {number}"),
            language=language,
            region=region,
            origin=Ballot.Origin.IMPORTED,
        )
        for number, (language, region) in enumerate(zip(voters, regions, strict=True))
    )


def _repeated(counts: dict[str, int]) -> Iterator[str]:
    return chain.from_iterable(repeat(code, number) for code, number in counts.items())


def _key(name: str) -> str:
    """Return a voter key of the usual shape, the same whenever the demonstration is loaded."""
    digest = hashlib.sha256(name.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _rate(item: ConsultationItem, ballots: list[Ballot], counts: list[int]) -> None:
    """Deal *counts* answers per score, from 1 upwards, among the ballots; the rest do not know."""
    scores: list[int | None] = list(
        chain.from_iterable(repeat(score, count) for score, count in enumerate(counts, start=1))
    )
    scores += [None] * (len(ballots) - len(scores))
    # Dealt by the name of the service, so that it is the same on every machine.
    Random(item.service.slug).shuffle(scores)  # noqa: S311
    Rating.objects.bulk_create(
        Rating(ballot=ballot, item=item, score=score)
        for ballot, score in zip(ballots, scores, strict=True)
    )
