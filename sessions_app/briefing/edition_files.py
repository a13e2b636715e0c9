"""The files of an edition: those written when it was published, and those made when asked for."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from sessions_app.briefing.checksums import file_checksum
from sessions_app.briefing.document import from_data
from sessions_app.briefing.editions import file_path
from sessions_app.briefing.render import FORMATS, Format
from sessions_app.briefing.stamps import stamp
from sessions_app.models import Edition, EditionDocument, EditionFile


def edition_file(document: EditionDocument, name: str) -> EditionFile | None:
    """Return the file of *document* in the format *name*, which is made where it may be.

    Return None for a format that the edition lacks: it keeps the formats of its day, and those that
    are made on request. Raise KeyError for a format we do not have, and OSError where the new file
    cannot be written.
    """
    made = FORMATS[name]
    file = document.files.filter(format=name).first()
    if file or not made.on_request:
        return file
    while file is None:
        file = _make(document, made)
    return file


def _make(document: EditionDocument, made: Format) -> EditionFile | None:
    """Make and keep a file. Return None where a name was taken out of the edition meanwhile.

    The file is rendered before the edition is locked. Another request may have been faster.
    """
    row = EditionDocument.objects.select_related("edition__session").get(pk=document.pk)
    note = from_data(row.content)
    content = made.render(note, stamp(row.edition, note))
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=row.edition_id)
        if edition.checksum != row.edition.checksum:
            return None
        if file := row.files.filter(format=made.name).first():
            return file
        file = EditionFile(
            document=row, format=made.name, size=len(content), checksum=file_checksum(content)
        )
        path = file_path(row.edition, row.language, made.name)
        file.file.save(path, ContentFile(content), save=False)
        try:
            file.save()
        except BaseException:
            default_storage.delete(str(file.file.name))
            raise
    return file
