"""The files of open data: one table, or all of them.

A file is written as a whole before it is sent, to disk and not to memory: the database is not kept
waiting for a slow reader, and no answer breaks off in the middle of a table.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

from django.template.loader import render_to_string
from django.utils import translation

from llex.core import languages
from llex.core.db.snapshot import snapshot
from llex.core.open_data import files
from llex.core.open_data.package import write_package
from llex.core.open_data.schema import meaning
from llex.core.open_data.tables import DataTable
from sessions_app.open_data.catalogue import TABLES, DataState, facts, package_facts


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file with all tables."""

    name: str
    media_type: str
    write: Callable[[IO[bytes], DataState], None]


def table_file(table: DataTable, form: files.DataFormat, chosen: Any, found: DataState) -> Any:
    """Return an open file with the records of *table* that the filters leave."""
    about = facts(found.changed_at, table.name) | {
        f"filter_{name}": str(value) for name, value in chosen.items()
    }
    return _written(lambda file: form.write(file, table, chosen, about))


def whole_file(whole: WholeFile, found: DataState) -> Any:
    """Return an open file with all tables."""
    return _written(lambda file: whole.write(file, found))


def _written(write: Callable[[IO[bytes]], None]) -> Any:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        # Files are the same for everybody, so their names and titles are in one language.
        with snapshot(), translation.override(languages.DEFAULT):
            write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _all_xlsx(file: IO[bytes], found: DataState) -> None:
    files.write_workbook(file, TABLES.values(), {}, facts(found.changed_at))


def _all_json(file: IO[bytes], found: DataState) -> None:
    files.write_all_json(file, TABLES.values(), {}, facts(found.changed_at))


def _package(file: IO[bytes], found: DataState) -> None:
    tables = list(TABLES.values())
    context = {
        "facts": facts(found.changed_at),
        "tables": [
            {"table": table, "columns": [(one, meaning(one)) for one in table.columns()]}
            for table in tables
        ],
    }
    readme = render_to_string("sessions_app/open_data/readme.md", context)
    write_package(file, tables, package_facts(found), readme)


WHOLE_FILES: Final = {
    one.name: one
    for one in (
        WholeFile("all.xlsx", files.FORMATS["xlsx"].media_type, _all_xlsx),
        WholeFile("all.json", "application/json", _all_json),
        WholeFile("datapackage.zip", "application/zip", _package),
    )
}
