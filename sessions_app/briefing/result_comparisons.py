"""A result beside the session before, and between groups of its voters. In the active language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items
from llex.core.text import Phrase
from priorities.results import scales
from priorities.results.breakdown import region_of_voters
from priorities.results.published import (
    ConsultationResult,
    EarlierMean,
    ItemResult,
    RatingsResult,
    ResultGroup,
)
from sessions_app.briefing import result_texts
from sessions_app.briefing.phrases import date_text


@dataclass(frozen=True, slots=True)
class _GroupKind:
    """The words of a kind of group: its title, the name of each of its codes, and its rule.

    *chart* is the name of its picture.
    """

    title: Promise
    chart: str
    name: Callable[[str], str]
    rule: Promise


_KINDS: Final = {
    "language": _GroupKind(
        gettext_lazy("Differences by language"),
        "groups",
        result_texts.language,
        gettext_lazy(
            "Languages in which fewer than five people voted are counted together with others; "
            "a service is split only where at least five of each group rated it."
        ),
    ),
    "region": _GroupKind(
        gettext_lazy("Differences by region"),
        "regions",
        region_of_voters,
        gettext_lazy(
            "Where voters live or work, as far as they said so. Regions from which fewer than five "
            "people voted are counted together with others; a service is split only where at least "
            "five of each group rated it."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class GroupCell:
    """The figure of a group as it is written, and the length of its bar, from 0 to 1."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A service with the figure of each group."""

    name: Phrase
    cells: tuple[GroupCell, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The figures of each group of one kind; *names* are the heads of its columns."""

    title: str
    chart: str
    names: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    remark: str


def group_tables(result: ConsultationResult) -> Iterator[GroupTable]:
    """Yield a table for each kind of group, with the services whose figures are told by group."""
    for kind, found in groupby(result.groups, key=lambda group: group.by):
        groups = list(found)
        rows = (
            GroupRow(
                service.name,
                tuple(_cell(group.values[service.slug], result) for group in groups),
            )
            for service in result.services()
            if service.slug in groups[0].values
        )
        words = _KINDS[kind]
        names = tuple(map(group_name, groups))
        yield GroupTable(str(words.title), words.chart, names, tuple(rows), str(words.rule))


def group_title(by: str) -> str:
    """Return the title of a result by groups of a kind."""
    return str(_KINDS[by].title)


def group_name(group: ResultGroup) -> str:
    """Return what the voters of a group have in common, with the number of its ballots."""
    ballots = ngettext("%(number)s ballot", "%(number)s ballots", group.ballots)
    # What was not said comes last.
    codes = sorted(group.codes, key=lambda code: not code)
    return _("%(languages)s (%(ballots)s)") % {
        "languages": capfirst(join_items(map(_KINDS[group.by].name, codes))),
        "ballots": ballots % {"number": number(group.ballots)},
    }


def change_basis(result: ConsultationResult) -> str:
    """Return since when the changes of a result are; "" without any."""
    found = {} if not isinstance(result, RatingsResult) else _earlier(result.items)
    if not found:
        return ""
    sessions = join_items(
        _("%(session)s (%(day)s)") % {"session": one.title, "day": date_text(one.day)}
        for one in found.values()
    )
    text = ngettext(
        "Change of the mean since the session: %(sessions)s.",
        "Change of the mean since the last of these sessions that rated it: %(sessions)s.",
        len(found),
    )
    return text % {"sessions": sessions}


def _earlier(items: Iterable[ItemResult]) -> dict[str, EarlierMean]:
    found = {one.earlier.session: one.earlier for one in items if one.earlier}
    return dict(sorted(found.items(), key=lambda pair: pair[1].day))


def _cell(value: float, result: ConsultationResult) -> GroupCell:
    if isinstance(result, RatingsResult):
        return GroupCell(number(value, 2), scales.reach(value, result.scale))
    text = scales.percent_pattern().replace("{n}", number(value, 0))
    return GroupCell(text, value / 100)
