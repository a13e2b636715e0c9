"""The note for machines: the document itself and the stamp of its edition, as JSON.

Its JSON Schema is published, so that programs know what to expect.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from pydantic import TypeAdapter

from sessions_app.briefing.document import SCHEMA, Document, Stamp, to_data

_STAMP: TypeAdapter[Stamp] = TypeAdapter(Stamp)
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# Its version is in its address. Files that were written before name an earlier one: they are valid
# by the present schema, too.
SCHEMA_FILE: Final = f"{SCHEMA.replace('/', '-')}.json"
FORMER_SCHEMA_FILES: Final = ("llex-note-3.json",)


@dataclass(frozen=True, slots=True)
class NoteData:
    """The note as open data; *edition* is None for a draft."""

    edition: Stamp | None
    note: Document


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return UTF-8 JSON, its keys in the order of the schema; ``edition`` is null for a draft."""
    edition = _STAMP.dump_python(stamp, mode="json") if stamp else None
    note = {"$schema": schema_address(), "edition": edition, "note": to_data(document)}
    return json.dumps(note, ensure_ascii=False, indent=1).encode() + b"\n"


def schema_address() -> str:
    """Return the public address of the schema."""
    return settings.SITE_URL + reverse("note_schema")


def note_schema() -> dict[str, Any]:
    """Return the JSON Schema of the files that `render` writes."""
    schema = TypeAdapter(NoteData).json_schema(mode="serialization")
    schema["properties"] = {"$schema": {"type": "string", "format": "uri"}} | schema["properties"]
    return {
        "$schema": _DIALECT,
        "$id": schema_address(),
        **schema,
        "title": "Briefing & Learning Note",
        "additionalProperties": False,
    }
