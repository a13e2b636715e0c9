"""The checksums of an edition's files, as a page and as the file that programs verify."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from llex.core import languages
from sessions_app.briefing.document import Stamp
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.stamps import stamp_in
from sessions_app.briefing.withdrawn_editions import readable_rows
from sessions_app.models import EditionDocument, EditionFile


@dataclass(frozen=True, slots=True)
class ChecksummedFile:
    """A file that readers can have, with the *name* under which a browser saves it."""

    name: str
    language: str
    file: EditionFile


@dataclass(frozen=True, slots=True)
class EditionChecksums:
    """The files of an edition, in the order of its languages."""

    title: str
    title_language: str
    stamp: Stamp
    files: tuple[ChecksummedFile, ...]

    @property
    def example(self) -> str:
        """Return the name of a file, to show how it is verified."""
        return self.files[0].name if self.files else ""

    def as_text(self) -> str:
        """Return the file SHA256SUMS, which sha256sum and shasum read."""
        return "".join(f"{one.file.checksum}  {one.name}\n" for one in self.files)


def download_name(slug: str, language: str, name: str) -> str:
    """Return the name under which a browser saves a file of a note in the format *name*."""
    return f"{slug}-{language}{FORMATS[name].file_ending}"


def edition_checksums(slug: str, number: int) -> EditionChecksums:
    """Return the checksums of an edition's files. Two queries.

    Raise Http404 without one, EditionWithdrawn where it is withdrawn.
    """
    rows = readable_rows(
        list(
            EditionDocument.objects.filter(edition__session__slug=slug, edition__number=number)
            .defer("content")
            .select_related("edition__session")
            .prefetch_related("files")
            .order_by("pk")
        )
    )
    reader, main = get_language() or languages.DEFAULT, rows[0].language
    shown = next((row for row in rows if row.language == reader), rows[0])
    return EditionChecksums(
        shown.title,
        shown.language,
        stamp_in(shown.edition, reader, main),
        tuple(one for row in rows for one in _files(slug, row)),
    )


def _files(slug: str, row: EditionDocument) -> Iterator[ChecksummedFile]:
    known = {file.format: file for file in row.files.all() if not file.withheld_at}
    for name in FORMATS:
        if name in known:
            yield ChecksummedFile(
                download_name(slug, row.language, name), row.language, known[name]
            )
