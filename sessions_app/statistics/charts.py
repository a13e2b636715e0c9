"""The pictures of figures as data: bars with their values, laid out in shares of 100."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core.languages import name_in_sentence
from llex.core.languages.numbers import number
from llex.core.languages.regions import REGIONS
from sessions_app.statistics.figure_table import NOT_RECORDED, held_on, shown
from sessions_app.statistics.genders import UNTOLD, gender_labels
from sessions_app.statistics.session_figures import SessionStatistics, Totals

# The width of the only upright bar of a picture.
_ALONE: Final = 12
_DAY: Final = 24
# The days up to which an answer belongs to a bar; the last bar has no end.
_ANSWER_DAYS: Final = (1, 3, 7, 14, 30)


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A label with a value for each group; None is not recorded."""

    label: str
    values: tuple[float | None, ...]

    @property
    def texts(self) -> list[str]:
        """Return the values as they are written."""
        return [str(NOT_RECORDED) if v is None else number(v) for v in self.values]


@dataclass(frozen=True, slots=True)
class UprightBar:
    """An upright bar in a drawing of 100 by 100; *group* counts from 0."""

    group: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: lying bars, or *upright* ones in the order of time.

    *groups* name the values of a bar; *head* is the head of the labels, *remark* says what counts.
    """

    key: str
    title: str
    head: str
    groups: tuple[str, ...]
    bars: tuple[ChartBar, ...]
    remark: str = ""
    upright: bool = False

    @property
    def highest(self) -> float:
        """Return the largest value."""
        return max((v for bar in self.bars for v in bar.values if v is not None), default=0)

    @property
    def shown_highest(self) -> str:
        """Return the largest value as it is written."""
        return number(self.highest)

    def share(self, value: float | None) -> float:
        """Return a value as a share of the largest, 0 to 100."""
        return round(100 * (value or 0) / (self.highest or 1), 2)

    @property
    def lying(self) -> list[tuple[ChartBar, str, float]]:
        """Return each bar with its text and length."""
        return [(bar, bar.texts[0], self.share(bar.values[0])) for bar in self.bars]

    @property
    def columns(self) -> Iterator[UprightBar]:
        """Yield the upright bars, the values of a label side by side."""
        step = 100 / len(self.bars) if len(self.bars) > 1 else _ALONE
        width = round(0.8 * step / len(self.groups), 3)
        for place, bar in enumerate(self.bars):
            for group, value in enumerate(bar.values):
                if value is not None:
                    x = round(step * (place + 0.1) + width * group, 3)
                    height = self.share(value)
                    yield UprightBar(group, x, round(100 - height, 2), width, height)


def charts(statistics: SessionStatistics) -> list[Chart]:
    """Return the pictures that have anything to show."""
    totals = statistics.totals
    made = (
        _people(statistics),
        _regions(totals),
        _languages(totals),
        _genders(totals),
        _speaker_regions(totals),
        _speaker_languages(totals),
        _answers(totals),
        _months(totals),
        _formats(totals),
    )
    return [chart for chart in made if chart.highest]


def _people(statistics: SessionStatistics) -> Chart:
    bars = tuple(
        ChartBar(f"{shown(held_on(row))} · {row.session}", (row.people.registered, row.people.came))
        for row in reversed(statistics.rows)
    )
    return Chart(
        "people",
        _("People registered and present, session by session"),
        _("Session"),
        (
            pgettext("people of a session", "Registered"),
            pgettext("people of a session", "Present"),
        ),
        bars,
        _("The earliest session comes first. A session without a bar is not recorded."),
        upright=True,
    )


def _simple(
    key: str, title: str, head: str, unit: str, counted: Iterable[tuple[str, int]], remark: str = ""
) -> Chart:
    bars = tuple(ChartBar(label, (count,)) for label, count in counted)
    return Chart(key, title, head, (unit,), bars, remark)


def _regions(totals: Totals) -> Chart:
    by_region = totals.by_region
    return _simple(
        "regions",
        _("Cities by region"),
        _("Region"),
        _("Cities"),
        [(str(name), by_region[code]) for code, name in REGIONS.items() if by_region[code]],
        _("Each city counts once, however many sessions it was in."),
    )


def _named(counted: Counter[str]) -> list[tuple[str, int]]:
    return [(name_in_sentence(code), count) for code, count in counted.most_common()]


def _languages(totals: Totals) -> Chart:
    return _simple(
        "languages",
        _("Languages of those registered"),
        pgettext("column of a table", "Language"),
        _("People"),
        _named(totals.languages),
        _("The language of our e-mails that people chose when they registered."),
    )


def _genders(totals: Totals) -> Chart:
    counted = totals.genders or Counter()
    told = [
        (capfirst(label), counted[code]) for code, label in gender_labels().items() if counted[code]
    ]
    has_any = any(code != UNTOLD for code in counted)
    return _simple(
        "genders",
        _("Gender of speakers"),
        pgettext("column of a table", "Gender"),
        _("Speakers"),
        told if has_any else [],
        _("As they described themselves; sums below five are among “not said”."),
    )


def _speaker_regions(totals: Totals) -> Chart:
    return _simple(
        "speaker-regions",
        _("Speakers by region"),
        _("Region"),
        _("Speakers"),
        totals.origins.by_region(),
        _("By the city that is entered for a chair or speaker."),
    )


def _speaker_languages(totals: Totals) -> Chart:
    return _simple(
        "speaker-languages",
        _("Speakers by language"),
        pgettext("column of a table", "Language"),
        _("Speakers"),
        totals.origins.by_language(),
        _("The language of our e-mails that they chose when they registered."),
    )


def _answers(totals: Totals) -> Chart:
    limits = [0, *_ANSWER_DAYS]
    counted = [
        (_span(first, last), sum(first * _DAY < hour <= last * _DAY for hour in totals.hours))
        for first, last in pairwise(limits)
    ]
    # An answer in no time at all is one within a day.
    counted[0] = (counted[0][0], counted[0][1] + totals.hours.count(0))
    late = sum(hour > limits[-1] * _DAY for hour in totals.hours)
    counted.append((_("more than %(days)s days") % {"days": number(limits[-1])}, late))
    return _simple(
        "answers",
        _("Time to answer"),
        pgettext("column of a table", "After"),
        _("Cities"),
        counted,
        answer_text(totals),
    )


def _span(first: int, last: int) -> str:
    if not first:
        return _("within a day")
    return _("%(first)s to %(last)s days") % {"first": number(first), "last": number(last)}


def answer_text(totals: Totals) -> str:
    """Return the median and the quartiles in a sentence; nothing without an answer."""
    found = totals.answer_time
    if found is None:
        return ""
    median = duration(found.median)
    if found.low is None or found.high is None:
        return _("Half of the cities answered within %(median)s.") % {"median": median}
    return _(
        "Half of the cities answered within %(median)s, a quarter within %(low)s, three quarters"
        " within %(high)s."
    ) % {"median": median, "low": duration(found.low), "high": duration(found.high)}


def duration(hours: float) -> str:
    """Return a length of time in hours up to two days, else in days."""
    if hours < 2 * _DAY:
        count = round(hours)
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": number(count)}
    return _("%(count)s days") % {"count": number(hours / _DAY, 1)}


def _months(totals: Totals) -> Chart:
    by_month = totals.downloads.by_month
    bars = tuple(
        ChartBar(formats.date_format(month, "YEAR_MONTH_FORMAT"), (by_month[month],))
        for month in _all_months(sorted(by_month))
    )
    return Chart(
        "months",
        _("Downloads of notes by month"),
        pgettext("column of a table", "Month"),
        (_("Downloads"),),
        bars,
        upright=True,
    )


def _all_months(months: Sequence[date]) -> Iterator[date]:
    """Yield each month from the first to the last."""
    if not months:
        return
    month = months[0]
    while month <= months[-1]:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _formats(totals: Totals) -> Chart:
    by_format = totals.downloads.by_format
    return _simple(
        "formats",
        _("Downloads of notes by format"),
        pgettext("column of a table", "Format"),
        _("Downloads"),
        [(code.upper(), count) for code, count in by_format.most_common()],
    )
