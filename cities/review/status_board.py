"""Status of the contributions to a session: by state, region and language."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from cities.directory.gazetteer import continent_of
from cities.models import CitySpelling, Contribution, Invitation, WordingStanding
from cities.querysets import beginning
from cities.wording.approval import overall_state
from cities.wording.snapshots import printed_rows
from llex.core.db.collation import InLanguageOrder
from llex.core.languages import world_languages
from llex.core.languages.phrases import join_with_semicolons, labelled
from llex.core.languages.regions import REGIONS
from llex.core.languages.sorting import reader_key
from llex.core.text.name_keys import normalize_key

MISSING: Final = "missing"
ON_A_PAGE: Final = 100
_AWAITED: Final = {state for state in Contribution.State if Contribution(state=state).awaits_city}
_ORDER: Final = {code: number for number, code in enumerate(REGIONS)}


@dataclass(frozen=True, slots=True)
class StatusFact:
    """The values by which contributions are counted and filtered; read for all in one query."""

    pk: int
    city: int
    state: str
    region: str
    language: str

    @property
    def is_missing(self) -> bool:
        """Return whether the city's answer is awaited."""
        return self.state in _AWAITED


@dataclass(frozen=True)
class BoardRow:
    """One city of the session and those who were invited to write for it."""

    fact: StatusFact
    contribution: Contribution
    invitations: list[Invitation]

    @property
    def language(self) -> str:
        """Return the language that the city writes, or until it has begun that of our letters."""
        return self.fact.language

    @property
    def language_name(self) -> str:
        """Return the language's own name for itself."""
        return world_languages.name_of(self.language)

    @property
    def is_missing(self) -> bool:
        """Return whether the city's answer is awaited."""
        return self.fact.is_missing

    @property
    def approval(self) -> str:
        """Return how far the approval has come and in which languages it is open, if accepted."""
        contribution = self.contribution
        if not contribution.is_printed:
            return ""
        standings = contribution.wording_standings
        done = WordingStanding.APPROVED
        open_in = [
            labelled(world_languages.name_of(c), s.label) for c, s in standings.items() if s != done
        ]
        label = str(overall_state(standings).label)
        return (
            f"{label} ({join_with_semicolons(open_in)})"
            if len(set(standings.values())) > 1
            else label
        )

    @property
    def written_at(self) -> datetime | None:
        """Return when the city last saved or sent something."""
        saved = (self.contribution.draft_saved_at, self.contribution.submitted_at)
        return max((moment for moment in saved if moment), default=None)


@dataclass(frozen=True)
class BoardFilterChoice:
    """One value of a filter, and how many rows have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class BoardFilter:
    """One way to narrow the rows down, with the value that was chosen or nothing."""

    name: str
    label: Any
    chosen: str
    choices: list[BoardFilterChoice]


@dataclass(frozen=True)
class Region:
    """The rows of a region on this page, and how many it has on all pages."""

    name: str
    rows: list[BoardRow]
    count: int


@dataclass(frozen=True)
class StatusBoard:
    """The page of the rows that the filters leave, by region, and the filters themselves.

    *left* is what the filters leave on all pages; *typed* the beginning of a city's name.
    """

    rows: list[BoardRow]
    leaf: Page[StatusFact]
    left: list[StatusFact]
    filters: list[BoardFilter] = field(default_factory=list)
    typed: str = ""
    total: int = 0
    missing: int = 0

    @property
    def by_region(self) -> list[Region]:
        """Return the rows of each region that has any, the regions in a fixed order."""
        counts = Counter(fact.region for fact in self.left)
        found: dict[str, list[BoardRow]] = {code: [] for code in REGIONS}
        for row in self.rows:
            found[row.fact.region].append(row)
        return [
            Region(str(REGIONS[code]), rows, counts[code]) for code, rows in found.items() if rows
        ]

    @property
    def query(self) -> str:
        """Return the filters as an address has them, without the page."""
        chosen = {one.name: one.chosen for one in self.filters} | {"city": self.typed}
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def awaited(self) -> list[int]:
        """Return the contributions that are awaited, on all pages."""
        return [fact.pk for fact in self.left if fact.is_missing]


def status_board(session: Any, chosen: Mapping[str, str]) -> StatusBoard:
    """Return a page of the board of a session; unknown values of filters leave no row."""
    facts = _facts(session)
    values: dict[str, Callable[[StatusFact], str]] = {
        "state": lambda fact: fact.state,
        "region": lambda fact: fact.region or "none",
        "language": lambda fact: fact.language,
    }
    filters = [
        BoardFilter("state", _("State"), chosen.get("state", ""), _states(facts)),
        BoardFilter("region", _("Region"), chosen.get("region", ""), _regions(facts)),
        BoardFilter("language", _("Language"), chosen.get("language", ""), _languages(facts)),
    ]
    typed = chosen.get("city", "").strip()
    left = [
        fact
        for fact in _called(facts, typed)
        if all(
            not one.chosen
            or one.chosen == values[one.name](fact)
            or (one.chosen == MISSING and fact.is_missing)
            for one in filters
        )
    ]
    leaf = Paginator(left, ON_A_PAGE).get_page(chosen.get("page"))
    missing = sum(fact.is_missing for fact in facts)
    return StatusBoard(_rows(leaf), leaf, left, filters, typed, total=len(facts), missing=missing)


def _facts(session: Any) -> list[StatusFact]:
    """Return what is known of each contribution, by region and name. Two queries."""
    active = Invitation.objects.not_revoked().filter(contribution__session=session).order_by("-pk")
    # The first who was invited is the last to be put down.
    letters = dict(active.values_list("contribution", "officer__user__language"))
    rows = session.contributions.order_by(InLanguageOrder("city__name"), "pk").values_list(
        "pk", "city", "state", "city__country", "original_language"
    )
    facts = [
        StatusFact(
            pk,
            city,
            state,
            region=continent_of(str(country)),
            language=letters.get(pk, written) if state == Contribution.State.INVITED else written,
        )
        for pk, city, state, country, written in rows
    ]
    return sorted(facts, key=lambda fact: _ORDER[fact.region])


def _called(facts: list[StatusFact], typed: str) -> list[StatusFact]:
    """Return those of cities whose name in any spelling begins with what was typed."""
    if not typed:
        return facts
    spelt = CitySpelling.objects.filter(beginning("key", normalize_key(typed)))
    cities = set(spelt.values_list("city", flat=True))
    return [fact for fact in facts if fact.city in cities]


def _rows(facts: Iterable[StatusFact]) -> list[BoardRow]:
    known = {fact.pk: fact for fact in facts}
    contributions = (
        Contribution.objects.filter(pk__in=known)
        .select_related("city", "representative", "session")
        .defer("draft", "wording_before")
        .prefetch_related(
            Prefetch(
                "invitations",
                Invitation.objects.select_related("officer__user", "officer__city").with_mails(),
            )
        )
        .in_bulk()
    )
    accepted = [one for one in contributions.values() if one.is_printed]
    prefetch_related_objects(accepted, *printed_rows())
    return [_row(fact, contributions[pk]) for pk, fact in known.items() if pk in contributions]


def _row(fact: StatusFact, contribution: Contribution) -> BoardRow:
    made = list(contribution.invitations.all())
    for invitation in made:
        # What awaits an answer is asked of each, and would be fetched anew for each.
        invitation.contribution = contribution
    return BoardRow(fact, contribution, made)


def _states(facts: Iterable[StatusFact]) -> list[BoardFilterChoice]:
    counts = Counter(fact.state for fact in facts)
    missing = sum(fact.is_missing for fact in facts)
    first = BoardFilterChoice(MISSING, str(_("all who have not answered")), missing)
    states = Contribution.State.choices
    return [
        first,
        *(
            BoardFilterChoice(code, str(name), counts[code])
            for code, name in states
            if counts[code]
        ),
    ]


def _regions(facts: Iterable[StatusFact]) -> list[BoardFilterChoice]:
    counts = Counter(fact.region for fact in facts)
    return [
        BoardFilterChoice(code or "none", str(name), counts[code])
        for code, name in REGIONS.items()
        if counts[code]
    ]


def _languages(facts: Iterable[StatusFact]) -> list[BoardFilterChoice]:
    counts = Counter(fact.language for fact in facts)
    choices = [
        BoardFilterChoice(code, world_languages.name_of(code), counts[code]) for code in counts
    ]
    return sorted(choices, key=lambda choice: reader_key(choice.label))
