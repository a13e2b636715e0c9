"""The figures as a spreadsheet, in the language of the reader; no text in it becomes a formula."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages import name_in_sentence
from llex.core.spreadsheets.writing import SheetTable, as_csv, as_xlsx
from sessions_app.statistics.charts import Chart, charts
from sessions_app.statistics.figure_notes import DEFINITIONS, limits
from sessions_app.statistics.figure_table import COLUMNS, languages_text
from sessions_app.statistics.note_downloads import daily_downloads
from sessions_app.statistics.session_figures import SessionStatistics

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
# A spreadsheet program takes no longer name of a sheet.
_LONGEST_NAME: Final = 31


def figures_csv(statistics: SessionStatistics) -> bytes:
    """Return the table of sessions with its totals."""
    return as_csv(_sessions(statistics))


def figures_xlsx(statistics: SessionStatistics, chosen: str) -> bytes:
    """Return the table of sessions, what the pictures show, downloads by day, and explanations.

    *chosen* says which sessions they are.
    """
    pictures = (_picture(chart) for chart in charts(statistics) if not chart.upright)
    tables = [_sessions(statistics), *pictures, _downloads(statistics), _about(statistics, chosen)]
    return as_xlsx(table for table in tables if table is not None)


def _table(name: str, heads: list[str], rows: Any) -> SheetTable:
    is_mirrored = languages.direction(get_language() or languages.DEFAULT) == "rtl"
    return SheetTable(name[:_LONGEST_NAME], heads, rows, is_right_to_left=is_mirrored)


def _sessions(statistics: SessionStatistics) -> SheetTable:
    heads = [*(str(column.head) for column in COLUMNS), _("People by language")]
    rows = [
        *(
            [*(column.cell(row) for column in COLUMNS), languages_text(row)]
            for row in statistics.rows
        ),
        [*(column.total(statistics.totals) for column in COLUMNS), ""],
    ]
    return _table(_("Sessions"), heads, rows)


def _picture(chart: Chart) -> SheetTable:
    rows = [[bar.label, *bar.values] for bar in chart.bars]
    return _table(chart.title, [chart.head, *chart.groups], rows)


def _downloads(statistics: SessionStatistics) -> SheetTable | None:
    names = {row.session.pk: str(row.session) for row in statistics.rows}
    if statistics.chosen.region or not names:
        return None
    heads = [
        pgettext("column of a table", "Date"),
        _("Session"),
        _("Edition"),
        pgettext("column of a table", "Language"),
        pgettext("column of a table", "Format"),
        _("Downloads"),
    ]

    def rows() -> Iterator[list[Any]]:
        for one in daily_downloads(list(names)):
            language = name_in_sentence(one.language)
            file_format = one.format.upper()
            yield [one.day, names[one.session], one.edition, language, file_format, one.number]

    return _table(_("Downloads by day"), heads, rows())


def _about(statistics: SessionStatistics, chosen: str) -> SheetTable:
    heads = [pgettext("column of a table", "Fact"), pgettext("column of a table", "Value")]
    rows = [
        [_("Sessions chosen"), chosen],
        *([_("Not known"), text] for text in limits(statistics)),
        *([str(term), str(text)] for term, text in DEFINITIONS),
    ]
    return _table(pgettext("sheet of a workbook", "About"), heads, rows)
