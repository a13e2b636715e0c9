"""The note for machines: the document itself and the stamp of its edition, as JSON."""

import json

from pydantic import TypeAdapter

from sessions_app.briefing.document import Document, Stamp, to_data

_STAMP: TypeAdapter[Stamp] = TypeAdapter(Stamp)


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return UTF-8 JSON, its keys in the order of the schema; ``edition`` is null for a draft."""
    edition = _STAMP.dump_python(stamp, mode="json") if stamp else None
    note = {"edition": edition, "note": to_data(document)}
    return json.dumps(note, ensure_ascii=False, indent=1).encode() + b"\n"
