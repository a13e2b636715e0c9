"""Reading an uploaded note, and keeping it as read."""

import zipfile
from io import BytesIO
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from llex.core.languages import name_of
from sessions_app.importing.drafting.existing import awaits_note
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading import Reading, read
from sessions_app.importing.reading.file_types import kind_of
from sessions_app.importing.reading.stored import from_data, numbered, to_data
from sessions_app.models import LearningSession, NoteUpload, Series

# In bytes: a Word document has pictures; a text of so many bytes is a book.
LARGEST: Final = 15_000_000
_LARGEST_TEXT: Final = 1_000_000
_LARGEST_DOCUMENT: Final = 15_000_000
_WITH_PICTURES: Final = ("docx", "odt", "pdf")
# The part of a file that has its text.
_PARTS: Final[dict[str, str]] = {"docx": "word/document.xml", "odt": "content.xml"}
# What is put right one by one must fit on a page.
_MOST_BLOCKS: Final = 800
# A file of our own has nothing to be put right.
_MOST_OWN_BLOCKS: Final = 4_000
_MOST_WORDS: Final = 60_000
Purpose = Literal["draft", "translation"]
_LONGEST_NAME: Final = NoteUpload._meta.get_field("name").max_length


def read_upload(data: bytes, name: str) -> Reading:
    """Read a note. Raise ImportRefused if it is none, or too long to be put right on a page."""
    kind = kind_of(data[: LARGEST + 1], name)
    too_long = ImportRefused(
        _(
            "This is too long for a briefing note: more than %(blocks)s paragraphs or"
            " %(words)s words."
        )
        % {"blocks": _MOST_BLOCKS, "words": _MOST_WORDS}
    )
    if len(data) > (LARGEST if kind in _WITH_PICTURES else _LARGEST_TEXT):
        raise too_long
    if part := _PARTS.get(kind):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if archive.getinfo(part).file_size > _LARGEST_DOCUMENT:
                raise too_long
    reading = read(data, name)
    if not reading.blocks:
        raise ImportRefused(_("There is no text in the file."))
    most = _MOST_OWN_BLOCKS if reading.own_language else _MOST_BLOCKS
    if len(reading.blocks) > most or reading.words.total() > _MOST_WORDS:
        raise too_long
    return reading


def purpose_of(session: LearningSession | None, language: str) -> Purpose:
    """Say what a note in *language* is for *session*: its own note, or a translation of it.

    Raise ImportRefused where it can be neither.
    """
    if session is None or (awaits_note(session) and language == session.main_language):
        return "draft"
    if awaits_note(session):
        text = _("The session has no note yet. Begin with the note in its main language: %(name)s.")
        raise ImportRefused(text % {"name": name_of(session.main_language)})
    if language == session.main_language:
        text = _("The session has its note in this language already: %(name)s.")
        raise ImportRefused(text % {"name": name_of(language)})
    return "translation"


def keep(
    reading: Reading,
    name: str,
    *,
    owner: Any,
    series: Series,
    session: LearningSession | None,
    language: str,
) -> NoteUpload:
    """Keep what was read until it is taken over, discarded or too old."""
    return NoteUpload.objects.create(
        owner=owner,
        series=series,
        session=session,
        language=language,
        name=name[:_LONGEST_NAME],
        reading=to_data(reading),
    )


def reading_of(upload: NoteUpload) -> Reading:
    """Return the blocks of an upload, each with a place of its own."""
    return numbered(from_data(upload.reading))
