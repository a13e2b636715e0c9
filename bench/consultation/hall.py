"""The hall: its consultation, its voters, and what should have been counted."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from bench.consultation.client import Timing, all_of, ask
from priorities.models import Ballot, Consultation, ConsultationItem, Service
from priorities.questions.tally import tally
from priorities.voting.voter_keys import VotingContext
from sessions_app.models import LearningSession, Series

ITEMS = 10
LANGUAGES = ("en", "fr", "es", "ar")
# Of a hundred voters, so many tap twice, and so many change their vote.
TWICE = CHANGED = 10
SERVER_ERROR = 500
_REFUSED = 409


def _number(name: str) -> int:
    """Return the item's number in the name of its field."""
    return int(re.sub(r"\D", "", name))


def make(code: str) -> Consultation:
    """Open a consultation on ten services."""
    series, _made = Series.objects.get_or_create(slug="bench", defaults={"title_en": "Bench"})
    session, _made = LearningSession.objects.get_or_create(
        slug="bench",
        defaults={"series": series, "title_en": "Bench", "starts_at": "2030-01-01T12:00Z"},
    )
    consultation = Consultation.objects.create(session=session, code=code, question_en="Which?")
    for number in range(ITEMS):
        names = {f"name_{language}": f"Service {number}" for language in LANGUAGES}
        service, _made = Service.objects.get_or_create(slug=f"bench-{number}", defaults=names)
        ConsultationItem.objects.create(consultation=consultation, service=service, order=number)
    consultation.open(override="Load test.")
    return consultation


@dataclass
class Voter:
    """A phone: its key, and the ballot last acknowledged to it."""

    key: str
    language: str
    received: dict[str, str] | None = None


class Hall:
    """So many voters who all vote on one consultation."""

    def __init__(self, port: int, code: str, voters: int) -> None:
        self.port = port
        self.consultation = make(code)
        self.path = f"/v/{code}/"
        booth = VotingContext(code)
        self.voters = [
            Voter(booth.new_key(), LANGUAGES[number % len(LANGUAGES)]) for number in range(voters)
        ]
        # The same answers in every run.
        self._dice = Random(voters)  # noqa: S311
        self._acknowledged = 0
        self._half_has_voted = asyncio.Event()
        self.refused = 0

    async def vote(self) -> Timing:
        """Let everybody vote, some twice at once, and some again."""
        names = await self.names()
        jobs: list[Callable[[], Awaitable[None]]] = []
        for number, voter in enumerate(self.voters):
            form = self.form(voter, names)
            jobs += [partial(self.send, voter, form)] * (2 if number % 100 < TWICE else 1)
        return await all_of(jobs)

    async def vote_while_it_closes(self) -> Timing:
        """Let everybody vote, and close when half of them have been told that it was received."""
        voting = asyncio.create_task(self.vote())
        await self._half_has_voted.wait()
        await asyncio.to_thread(self.consultation.close)
        return await voting

    async def change(self) -> Timing:
        """Let some change their votes."""
        names = await self.names()
        changing = [voter for number, voter in enumerate(self.voters) if number % 100 < CHANGED]
        return await all_of(
            [partial(self.send, voter, self.form(voter, names)) for voter in changing]
        )

    async def reload(self) -> Timing:
        """Let everybody load the page at once."""
        return await all_of([partial(self._look, self.path)] * len(self.voters))

    async def poll(self) -> Timing:
        """Let everybody ask for the state at once."""
        return await all_of([partial(self._look, f"{self.path}state.json")] * len(self.voters))

    def lost(self) -> int:
        """Return how many acknowledged ballots are not there."""
        kept = set(self.consultation.ballots.values_list("voter_key", flat=True))
        acknowledged = {voter.key.rpartition(":")[0] for voter in self.voters if voter.received}
        return len(acknowledged - kept)

    def duplicates(self) -> int:
        """Return how many ballots there are beyond one for each voter."""
        ballots = Ballot.objects.filter(consultation=self.consultation)
        return ballots.count() - ballots.values("voter_key").distinct().count()

    def is_counted_right(self) -> bool:
        """Return whether the tally, or its frozen copy, equals the acknowledged ballots."""
        counts: dict[str, Counter[str]] = {}
        for voter in self.voters:
            for name, answer in (voter.received or {}).items():
                counts.setdefault(name, Counter())[answer] += 1
        counted = self.consultation.results or tally(self.consultation)
        found = {item["service"]: item for item in counted["items"]}
        items = list(self.consultation.items.select_related("service"))
        expected = [counts[name] for name in sorted(counts, key=_number)]
        return counted["ballots"] == self._acknowledged and all(
            found[item.service.slug]["distribution"]
            == [count[str(score)] for score in range(1, self.consultation.scale + 1)]
            and found[item.service.slug]["dont_know"] == count["unknown"]
            for item, count in zip(items, expected, strict=True)
        )

    async def names(self) -> list[str]:
        """Read the names of the fields from the page, as a phone does."""
        page = (await ask(self.port, self.path)).body.decode()
        return re.findall(r'<fieldset data-service=.*?name="([^"]+)"', page, re.DOTALL)

    def form(self, voter: Voter, names: list[str]) -> dict[str, str]:
        """Rate every service, at times by “I don't know”."""
        answers = {
            name: self._dice.choice(["1", "2", "3", "4", "5", "5", "unknown"]) for name in names
        }
        return {"voter": voter.key, "language": voter.language, **answers}

    async def send(self, voter: Voter, form: dict[str, str]) -> None:
        """Send a ballot, and note it when it is acknowledged. Raise where nothing is answered.

        Whoever comes after the closing is told so.
        """
        answer = await ask(self.port, self.path, form)
        if answer.status == _REFUSED:
            self.refused += 1
            return
        if "received" not in json.loads(answer.body):
            raise RuntimeError(f"not acknowledged: {answer.status}")
        self._acknowledged += voter.received is None
        voter.received = {
            name: value for name, value in form.items() if name not in {"voter", "language"}
        }
        if 2 * self._acknowledged >= len(self.voters):
            self._half_has_voted.set()

    async def _look(self, path: str) -> None:
        answer = await ask(self.port, path)
        if answer.status >= SERVER_ERROR or not answer.body:
            raise RuntimeError(f"{path} answered {answer.status}")
