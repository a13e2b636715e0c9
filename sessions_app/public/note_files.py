"""The files of one edition of a note, in each of its languages."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override

from llex.core.text import Phrase
from sessions_app.briefing.render import BY_ENDING, FORMATS, Format
from sessions_app.briefing.withdrawn_editions import readable_rows
from sessions_app.models import EditionDocument


class NoteFileConverter:
    """The end of the address of a note's file, and the name of its format."""

    regex = r"(?:-[a-z]+)?\.[a-z]+"

    def to_python(self, value: str) -> str:
        """Return the name of the format. Raise ValueError for one we do not have."""
        if value not in BY_ENDING:
            raise ValueError(value)
        return BY_ENDING[value].name

    def to_url(self, value: str) -> str:
        """Return the end of the address. Raise ValueError for a format we do not have."""
        if value not in FORMATS:
            raise ValueError(value)
        return FORMATS[value].file_ending


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file: its format, and the address at which readers have it."""

    format: Format
    address: str


@dataclass(frozen=True, slots=True)
class FilesInLanguage:
    language: str
    files: tuple[OfferedFile, ...]


@dataclass(frozen=True, slots=True)
class NoteFiles:
    """The files that an edition has. *title* is in the reader's language if it may be.

    *number* is that of an edition that is no longer the current one, else 0.
    """

    title: Phrase
    languages: tuple[FilesInLanguage, ...]
    number: int


def note_files(slug: str, number: int, current: int, language: str) -> NoteFiles:
    """Return the files of edition *number* for a reader of *language*, in two queries.

    Those of the *current* edition have the addresses that lead to the newest. Raise Http404 where
    there is no such edition, EditionWithdrawn where it is withdrawn.
    """
    rows = EditionDocument.objects.filter(edition__session__slug=slug, edition__number=number)
    rows = rows.defer("content").select_related("edition__session").prefetch_related("files")
    documents = readable_rows(list(rows))
    shown = next((one for one in documents if one.language == language), documents[0])
    former = number if number != current else 0
    return NoteFiles(
        Phrase(shown.language, shown.title),
        tuple(FilesInLanguage(one.language, _files(one, slug, former)) for one in documents),
        former,
    )


def _files(document: EditionDocument, slug: str, former: int) -> tuple[OfferedFile, ...]:
    kept = {file.format: file for file in document.files.all()}
    with override(document.language):
        return tuple(
            OfferedFile(made, _address(slug, former, name))
            for name, made in FORMATS.items()
            if (not kept[name].withheld_at if name in kept else made.on_request)
        )


def _address(slug: str, former: int, name: str) -> str:
    if former:
        return reverse("sessions_app:edition_file", args=[slug, former, name])
    return reverse("sessions_app:briefing_file", args=[slug, name])
