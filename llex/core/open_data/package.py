"""The data package of all tables: CSV files with a description for programs (Frictionless)."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from llex.core import languages
from llex.core.open_data.files import write_csv
from llex.core.open_data.schema import table_schema
from llex.core.open_data.tables import DataTable

PROFILE: Final = "tabular-data-package"
_MEGABYTE: Final = 2**20


def descriptor(tables: Sequence[DataTable], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description of the package; *facts* are its title, licences, sources, version."""
    return {
        "profile": PROFILE,
        **facts,
        "languages": list(languages.CODES),
        "resources": [_resource(table) for table in tables],
    }


def write_package(
    file: IO[bytes], tables: Sequence[DataTable], facts: Mapping[str, Any], readme: str
) -> None:
    """Write the package as a ZIP file: the tables, their description and a *readme*."""
    described = descriptor(tables, facts)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, resource in zip(tables, described["resources"], strict=True):
            with tempfile.TemporaryFile() as written:
                write_csv(written, table, {}, {}, mark=False)
                resource.update(_measured(written))
                written.seek(0)
                with archive.open(resource["path"], "w") as entry:
                    while part := written.read(_MEGABYTE):
                        entry.write(part)
        text = json.dumps(described, ensure_ascii=False, indent=1)
        archive.writestr("datapackage.json", f"{text}\n")
        archive.writestr("README.md", readme)


def _resource(table: DataTable) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": str(table.title),
        "description": str(table.about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "header": True},
        "schema": table_schema(table),
    }


def _measured(file: IO[bytes]) -> dict[str, Any]:
    """Return the size of a file and its checksum."""
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(_MEGABYTE):
        digest.update(part)
    return {"bytes": file.tell(), "hash": f"sha256:{digest.hexdigest()}"}
