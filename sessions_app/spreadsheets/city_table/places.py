"""Find the city of each row: a stored one, a place of the gazetteer, or one to be chosen."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cities.spreadsheets.city_choices import CityChoices, CityFinder, Target, TypedCity
from llex.core.spreadsheets import progress
from llex.core.spreadsheets.questions import SKIP, Option
from sessions_app.spreadsheets.city_table.rows import CityRow


@dataclass
class CityChoice:
    """The cities that a row may mean. *chosen* is empty while it is open which."""

    row: CityRow
    options: list[Option]
    chosen: str
    target: Target | None
    # Why somebody has to choose, or "" where there is no doubt.
    why: str = ""
    # Shown although there is no doubt: what is new, or was chosen, may be changed.
    is_shown: bool = False

    @property
    def name(self) -> str:
        """Return the name of its field in the form."""
        return field_name(self.row)

    @property
    def is_left_out(self) -> bool:
        """Return whether the row is not taken."""
        return self.chosen == SKIP

    @property
    def is_open(self) -> bool:
        """Return whether the city is still to be chosen."""
        return not self.chosen


def field_name(row: CityRow) -> str:
    """Return the name of the field in which the city of a row is chosen."""
    return f"city-{hashlib.sha256(row.key.encode()).hexdigest()[:16]}"


def choices(
    rows: Sequence[CityRow], answers: Mapping[str, str], *, may_add: bool
) -> list[CityChoice]:
    """Return the choice of each row, with what was answered; a constant number of queries a row."""
    finder = CityFinder({row.place.city for row in rows}, may_add=may_add)
    progress.begin(len(rows))
    return [
        _choice(
            row,
            finder.choices(TypedCity(row.place, row.country, row.is_bare)),
            answers.get(field_name(row), ""),
        )
        for row in progress.each(rows)
    ]


def _choice(row: CityRow, found: CityChoices, answer: str) -> CityChoice:
    """Return what a row may mean, and what is taken."""
    options = [*found.options, Option(SKIP, _("Leave this row out"))]
    chosen = answer if answer in {option.value for option in options} else found.surely
    is_shown = bool(found.why) or chosen != found.surely or not chosen.startswith("city:")
    target = found.target(chosen)
    return CityChoice(row, options, chosen, target, found.why, is_shown=is_shown)
