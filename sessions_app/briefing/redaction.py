"""Taking the name of an erased person out of all editions, and making their files anew."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now

from llex.core.http import finished_pages
from llex.core.personal_data.subjects import Subject
from llex.core.personal_data.sweeping import Finding
from llex.core.personal_data.traces import Traces, name_mark
from sessions_app.briefing.checksums import document_checksum, edition_checksum, file_checksum
from sessions_app.briefing.document import Document, from_data, to_data
from sessions_app.briefing.editions import file_path
from sessions_app.briefing.projection import search
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.stamps import stamp
from sessions_app.models import Edition, EditionDocument, EditionFile

logger = logging.getLogger(__name__)
_MODEL: Final = "sessions_app.editiondocument"


def redact_editions(subject: Subject, traces: Traces, dry_run: bool) -> list[Finding]:
    """Replace the person's name in all frozen documents, or only find it. Return where."""
    found: list[Finding] = []
    for edition in Edition.objects.select_related("session").order_by("pk").iterator():
        documents = {row: _replaced(row, subject, traces) for row in edition.documents.all()}
        changed = {
            row: new
            for row, new in documents.items()
            if new != (row.content, row.title, row.summary)
        }
        named = [f"{edition} · {row.language}" for row in changed]
        found += [
            Finding(_MODEL, row.pk, traces.replaced(title))
            for row, title in zip(changed, named, strict=True)
        ]
        if changed and not dry_run:
            _redact(edition, changed)
    return found


def _replaced(row: EditionDocument, subject: Subject, traces: Traces) -> tuple[Any, str, str]:
    mine = subject.keys.get("sessions_app.participant", set())
    attendees = row.content.get("attendees", [])
    others = {one["name"] for one in attendees if one["id"] not in mine}
    printed = {one["name"] for one in attendees if one["id"] in mine}
    # As it was spelt then; of a name that two had in this note, only the person's own entry goes.
    then = Traces(printed - others, ())
    content, title, summary = (
        then.replaced_in(traces.replaced_in(value, row.language), row.language)
        for value in (row.content, row.title, row.summary)
    )
    for attendee in content.get("attendees", []):
        if attendee["id"] in mine:
            attendee |= {"name": name_mark(row.language), "position": None}
    return content, title, summary


def _redact(edition: Edition, changed: dict[EditionDocument, tuple[Any, str, str]]) -> None:
    """Write the redacted documents with new checksums, and their files anew."""
    moment = now()
    for row, (content, title, summary) in changed.items():
        document = from_data(content)
        row.content, row.title, row.summary = to_data(document), title, summary
        row.redact(document_checksum(document), moment)
    edition.original_checksum = edition.original_checksum or edition.checksum
    documents = [from_data(row.content) for row in edition.documents.order_by("pk")]
    edition.checksum = edition_checksum(documents)
    edition.redacted_at = moment
    Edition.objects.filter(pk=edition.pk).update(
        checksum=edition.checksum,
        original_checksum=edition.original_checksum,
        redacted_at=moment,
    )
    if edition == Edition.objects.current().filter(session=edition.session_id).first():
        search.project(edition, {document.language: document for document in documents})
    finished_pages.renew()
    # The checksum of the edition is printed in the files of every language.
    for row in edition.documents.order_by("pk"):
        _make_files_anew(edition, row, from_data(row.content))


def _make_files_anew(edition: Edition, row: EditionDocument, document: Document) -> None:
    """Write a new file in place of each; withhold those that can no longer be made."""
    written: list[str] = []
    try:
        for file in row.files.all():
            former = file.file.name
            for changes in _changes(edition, document, file, written):
                EditionFile.objects.filter(pk=file.pk).update(**changes)
            transaction.on_commit(partial(_remove, former))
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _changes(
    edition: Edition, document: Document, file: EditionFile, written: list[str]
) -> Iterator[dict[str, Any]]:
    made = FORMATS.get(file.format)
    if made is None:
        yield {"withheld_at": edition.redacted_at, "size": 0}
        return
    content = made.render(document, stamp(edition, document))
    path = file_path(edition, document.language, file.format)
    name = file.file.field.generate_filename(file, path)
    name = default_storage.save(name, ContentFile(content))
    written.append(name)
    yield {"file": name, "size": len(content), "checksum": file_checksum(content)}


def _remove(name: str | None) -> None:
    """Delete a file that named the person; one that cannot be deleted is logged."""
    try:
        default_storage.delete(name or "")
    except OSError:
        logger.exception("A file of an edition that named an erased person could not be deleted")
