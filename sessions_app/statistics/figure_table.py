"""The table of figures: its columns are declared once, for the page and for the spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from llex.core.languages import name_in_sentence
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items, labelled
from llex.core.time_zones.moments import in_zone
from sessions_app.statistics.session_figures import SessionFigures, Totals

Value = float | date | str

NOT_RECORDED: Final = pgettext_lazy("a figure", "not recorded")
_DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column: its *head*, its value of a session, and of all together.

    *missing* says why there is no value.
    """

    key: str
    head: Any
    of_row: Callable[[SessionFigures], Value | None]
    of_totals: Callable[[Totals], Value | None]
    missing: Any = NOT_RECORDED

    def cell(self, row: SessionFigures) -> Value:
        """Return the value of a session, or why there is none."""
        value = self.of_row(row)
        return str(self.missing) if value is None else value

    def total(self, totals: Totals) -> Value:
        """Return the value of all sessions, or why there is none."""
        value = self.of_totals(totals)
        return str(self.missing) if value is None else value


def held_on(row: SessionFigures) -> date:
    """Return the day of the session where it is held."""
    return in_zone(row.session.starts_at, row.session.time_zone).date()


def days(hours: float | None) -> float | None:
    """Return *hours* as days, with one decimal."""
    return None if hours is None else round(hours / _DAY_HOURS, 1)


def _quartile(name: str) -> tuple[Callable[[Any], Value | None], Callable[[Any], Value | None]]:
    def of(figures: Any) -> Value | None:
        found = figures.answer_time
        return days(getattr(found, name)) if found else None

    return of, of


def languages_text(row: SessionFigures) -> str:
    """Return the languages with how many chose each, the most frequent first."""
    return join_items(
        labelled(name_in_sentence(code), number(count))
        for code, count in row.languages.most_common()
    )


COLUMNS: Final = (
    FigureColumn("day", pgettext_lazy("column of a table", "Date"), held_on, lambda totals: ""),
    FigureColumn(
        "session",
        gettext_lazy("Session"),
        lambda row: str(row.session),
        lambda totals: _("Total (%(count)s)") % {"count": number(totals.sessions)},
    ),
    FigureColumn(
        "series", gettext_lazy("Series"), lambda row: str(row.session.series), lambda totals: ""
    ),
    FigureColumn(
        "registered",
        pgettext_lazy("people of a session", "Registered"),
        lambda row: row.people.registered,
        lambda totals: totals.registered,
    ),
    FigureColumn(
        "came",
        pgettext_lazy("people of a session", "Present"),
        lambda row: row.people.came,
        lambda totals: totals.came,
    ),
    FigureColumn(
        "cities",
        gettext_lazy("Cities"),
        lambda row: row.city_count,
        lambda totals: len(totals.cities),
    ),
    FigureColumn(
        "cities_in_note",
        gettext_lazy("Cities in the note"),
        lambda row: row.cities_in_note,
        lambda totals: totals.cities_in_note,
    ),
    FigureColumn(
        "countries",
        gettext_lazy("Countries"),
        lambda row: row.countries,
        lambda totals: totals.countries,
    ),
    FigureColumn(
        "regions",
        gettext_lazy("Regions"),
        lambda row: row.regions,
        lambda totals: len(set(totals.by_region) - {""}),
    ),
    FigureColumn(
        "languages",
        gettext_lazy("Languages"),
        lambda row: len(row.languages) or None,
        lambda totals: len(totals.languages) or None,
    ),
    FigureColumn(
        "speakers",
        gettext_lazy("Speakers"),
        lambda row: row.people.speakers,
        lambda totals: totals.speakers,
    ),
    FigureColumn(
        "invited",
        gettext_lazy("Cities invited"),
        lambda row: row.answers.invited,
        lambda totals: totals.invited,
    ),
    FigureColumn(
        "answered",
        gettext_lazy("Cities that answered"),
        lambda row: len(row.answers.hours),
        lambda totals: len(totals.hours),
    ),
    FigureColumn(
        "median",
        gettext_lazy("Days to answer, median"),
        *_quartile("median"),
        missing=pgettext_lazy("a figure", "no answer"),
    ),
    FigureColumn(
        "low",
        gettext_lazy("Days to answer, first quartile"),
        *_quartile("low"),
        missing=pgettext_lazy("a figure", "too few answers"),
    ),
    FigureColumn(
        "high",
        gettext_lazy("Days to answer, third quartile"),
        *_quartile("high"),
        missing=pgettext_lazy("a figure", "too few answers"),
    ),
    FigureColumn(
        "downloads",
        gettext_lazy("Downloads of the note"),
        lambda row: row.downloads,
        lambda totals: totals.download_count,
        missing=pgettext_lazy("a figure", "not counted"),
    ),
)


def shown(value: Value) -> str:
    """Return a value as the reader's language writes it."""
    if isinstance(value, date):
        return formats.date_format(value, _("j F Y"))
    if isinstance(value, str):
        return value
    # Days have one decimal; what is counted has none.
    return number(value) if float(value).is_integer() else number(value, 1)
