"""Fingerprints of documents, editions and files."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from sessions_app.briefing.document import Document, to_data


def checksum(documents: Mapping[str, Document]) -> str:
    """Return a fingerprint of the note in all its languages."""
    return edition_checksum(documents.values())


def edition_checksum(documents: Iterable[Document]) -> str:
    """Return a fingerprint of the note from its documents, in the order of its languages."""
    return file_checksum(b"\n".join(map(_canonical, documents)))


def document_checksum(document: Document) -> str:
    """Return a fingerprint of the note in one language."""
    return file_checksum(_canonical(document))


def _canonical(document: Document) -> bytes:
    return json.dumps(to_data(document), sort_keys=True, ensure_ascii=False).encode()


def file_checksum(content: bytes) -> str:
    """Return a fingerprint of a file."""
    return hashlib.sha256(content).hexdigest()
