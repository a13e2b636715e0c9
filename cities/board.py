"""Who is missing: the cities of one session, by state, region and language."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.gazetteer import continent_of
from cities.models import Contribution, Invitation
from llex import languages

REGIONS: Final = {
    "AF": pgettext_lazy("region", "Africa"),
    "AS": pgettext_lazy("region", "Asia"),
    "EU": pgettext_lazy("region", "Europe"),
    "NA": pgettext_lazy("region", "North and Central America"),
    "SA": pgettext_lazy("region", "South America"),
    "OC": pgettext_lazy("region", "Oceania"),
    "AN": pgettext_lazy("region", "Antarctica"),
    "": pgettext_lazy("region", "No region"),
}
MISSING: Final = "missing"


@dataclass(frozen=True)
class Row:
    """One city of the session and those who were invited to write for it."""

    contribution: Contribution
    invitations: list[Invitation]

    @property
    def region(self) -> str:
        """Return the code of the city's continent, or nothing for one without a country."""
        return continent_of(str(self.contribution.city.country))

    @property
    def language(self) -> str:
        """Return the language that the city writes, or until it has begun that of our letters."""
        unwritten = self.contribution.state == Contribution.State.INVITED
        if unwritten and self.living:
            return self.living[0].officer.user.language
        return self.contribution.original_language

    @property
    def language_name(self) -> str:
        """Return the language's own name for itself."""
        return languages.name_of(self.language)

    @property
    def living(self) -> list[Invitation]:
        """Return the invitations that were not revoked."""
        return [invitation for invitation in self.invitations if invitation.revoked_at is None]

    @property
    def is_missing(self) -> bool:
        """Tell whether the city's answer is awaited."""
        return self.contribution.awaits_city

    @property
    def written_at(self) -> datetime | None:
        """Return when the city last saved or sent something."""
        saved = (self.contribution.draft_saved_at, self.contribution.submitted_at)
        return max((moment for moment in saved if moment), default=None)

    @property
    def reminded_at(self) -> datetime | None:
        """Return when somebody of the city was last reminded."""
        moments = (invitation.reminded_at for invitation in self.living)
        return max((moment for moment in moments if moment), default=None)


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many rows have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Filter:
    """One way to narrow the rows down, with the value that was chosen or nothing."""

    name: str
    label: Any
    chosen: str
    choices: list[Choice]


@dataclass(frozen=True)
class Board:
    """The rows that the filters leave, grouped by region, and the filters themselves."""

    rows: list[Row]
    filters: list[Filter] = field(default_factory=list)
    total: int = 0
    missing: int = 0

    @property
    def by_region(self) -> list[tuple[str, list[Row]]]:
        """Return the rows of each region that has any, the regions in a fixed order."""
        found: dict[str, list[Row]] = {code: [] for code in REGIONS}
        for row in self.rows:
            found[row.region].append(row)
        return [(str(REGIONS[code]), rows) for code, rows in found.items() if rows]


def board(session: Any, chosen: Mapping[str, str]) -> Board:
    """Return the board of a session; unknown values of filters leave no row."""
    rows = _rows(session)
    values: dict[str, Callable[[Row], str]] = {
        "state": lambda row: row.contribution.state,
        "region": lambda row: row.region or "none",
        "language": lambda row: row.language,
    }
    filters = [
        Filter("state", _("State"), chosen.get("state", ""), _states(rows)),
        Filter("region", _("Region"), chosen.get("region", ""), _regions(rows)),
        Filter("language", _("Language"), chosen.get("language", ""), _languages(rows)),
    ]
    left = [
        row
        for row in rows
        if all(
            not one.chosen
            or one.chosen == values[one.name](row)
            or (one.chosen == MISSING and row.is_missing)
            for one in filters
        )
    ]
    return Board(left, filters, total=len(rows), missing=sum(row.is_missing for row in rows))


def _rows(session: Any) -> list[Row]:
    contributions = (
        session.contributions.select_related("city")
        .defer("draft")
        .prefetch_related("invitations__officer__user", "invitations__officer__city")
        .order_by("city__name", "pk")
    )
    return [_row(contribution) for contribution in contributions]


def _row(contribution: Contribution) -> Row:
    made = list(contribution.invitations.all())
    for invitation in made:
        # What awaits an answer is asked of each, and would be fetched anew for each.
        invitation.contribution = contribution
    return Row(contribution, made)


def _states(rows: Iterable[Row]) -> list[Choice]:
    counts = Counter(row.contribution.state for row in rows)
    missing = sum(row.is_missing for row in rows)
    first = Choice(MISSING, str(_("all who have not answered")), missing)
    states = Contribution.State.choices
    return [
        first,
        *(Choice(code, str(name), counts[code]) for code, name in states if counts[code]),
    ]


def _regions(rows: Iterable[Row]) -> list[Choice]:
    counts = Counter(row.region for row in rows)
    return [
        Choice(code or "none", str(name), counts[code])
        for code, name in REGIONS.items()
        if counts[code]
    ]


def _languages(rows: Iterable[Row]) -> list[Choice]:
    counts = Counter(row.language for row in rows)
    return [Choice(code, languages.name_of(code), counts[code]) for code in sorted(counts)]
