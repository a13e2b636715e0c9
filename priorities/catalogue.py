"""The catalogue of public services that a new site starts with, in four languages."""

import tomllib
from pathlib import Path
from typing import Any

from priorities.models import Service

_FILE = Path(__file__).parent / "data" / "services.toml"


def load_services() -> dict[str, Service]:
    """Load the services that are not there yet; return all of them by their slug.

    Changes by organisers, and services that came with a note, stay as they are.
    """
    with _FILE.open("rb") as file:
        tables: list[dict[str, Any]] = tomllib.load(file)["service"]
    return {table["slug"]: _service(table, order) for order, table in enumerate(tables)}


def _service(table: dict[str, Any], order: int) -> Service:
    texts = {
        f"{field}_{language}": text
        for field in ("name", "description")
        for language, text in table[field].items()
    }
    service, _created = Service.objects.get_or_create(
        slug=table["slug"], defaults={"order": order, **texts}
    )
    return service
