"""Ask about the cells of a sheet before its rows are read, and leave out what is not wanted."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.dates import AmbiguousDate
from llex.core.spreadsheets.moments import Dated
from llex.core.spreadsheets.questions import Inquiry, Option, Question
from llex.core.spreadsheets.references import Reference, References

_DAY_FIRST, _MONTH_FIRST = "day", "month"


def ask(resource: Any, dataset: Any) -> None:
    """Ask what the columns of a sheet leave in doubt; note which cells wait for an answer."""
    for name, column in resource.fields.items():
        if name not in dataset.headers:
            continue
        if isinstance(column.widget, Dated):
            column.widget.learn(dataset[name], known=resource.known_days)
            if resource.inquiry:
                _ask_order(resource, resource.inquiry, name, dataset[name])
        elif resource.inquiry and isinstance(column.widget, Reference | References):
            _ask_names(resource, resource.inquiry, name, dataset[name])
    if resource.inquiry:
        resource.ask(dataset, resource.inquiry)


def leaves_out(resource: Any, row: Cells) -> bool:
    """Take out of a row the cells that are left out. Return whether it is left out as a whole."""
    if resource.inquiry is None:
        return False
    for name, column in resource.fields.items():
        widget = column.widget
        if name not in row or not isinstance(widget, Reference | References):
            continue
        if isinstance(widget, References):
            row[name] = widget.without(row[name])
        elif widget.lookup.is_left_out(typed(row[name]).strip()):
            if column.needed:
                return True
            del row[name]
    return False


def _ask_names(resource: Any, inquiry: Inquiry, name: str, values: list[Any]) -> None:
    """Ask about the cells of a column that name no row, or several."""
    widget = resource.fields[name].widget
    lookup = widget.lookup
    if lookup.asker is None:
        return
    unknown = [(at, part) for at, value in enumerate(values) for part in widget.unknown(value)]
    if not unknown:
        return
    new = {part for _at, part in unknown if lookup.asked(part) is None}
    if new:
        lookup.asker.prepare(lookup, new, inquiry.user)
    for at, part in unknown:
        question = inquiry.ask(lookup.asker, lookup, part, resource.cell(name, at))
        if question.is_open:
            resource.waiting.add((resource.number(at), name))


def _ask_order(resource: Any, inquiry: Inquiry, name: str, values: list[Any]) -> None:
    """Ask once how the days of a column are meant, where none of them tells."""
    widget = resource.fields[name].widget
    doubts = [(at, doubt) for at, value in enumerate(values) if (doubt := widget.doubt(value))]
    if not doubts:
        return
    question = inquiry.put(_about_order(resource, name, doubts[0][1]), [])
    question.cells += [resource.cell(name, at) for at, _doubt in doubts]
    # While it is open, one of the readings stands for both.
    widget.day_first = question.chosen != _MONTH_FIRST
    if question.is_open:
        resource.waiting.update((resource.number(at), name) for at, _doubt in doubts)


def _about_order(resource: Any, name: str, doubt: AmbiguousDate) -> Question:
    days = [date_format(day, "DATE_FORMAT") for day in (doubt.day, doubt.other)]
    text = _("In the column “%(column)s”, does %(typed)s mean %(day)s or %(other)s?")
    return Question(
        key=f"order|{resource.sheet}|{name}",
        typed="",
        text=text
        % {
            "typed": doubt.typed,
            "column": resource.head(name),
            "day": days[0],
            "other": days[1],
        },
        options=[Option(_DAY_FIRST, days[0]), Option(_MONTH_FIRST, days[1])],
    )
