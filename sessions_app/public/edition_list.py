"""The page that lists the editions of a note, with their languages, files and differences."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch

from sessions_app.briefing.document import Document, Stamp, Withdrawal, from_data
from sessions_app.briefing.edition_history import (
    edition_lines,
    frozen_documents,
    withdrawn_since,
)
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.stamps import stamp_in
from sessions_app.briefing.withdrawn_editions import readable_rows
from sessions_app.models import Edition, EditionDocument, EditionFile

# The order of formats wherever they are offered.
_ORDER: Final = list(FORMATS)


@dataclass(frozen=True, slots=True)
class LanguageFiles:
    """An edition in one language: its files in the order of their links."""

    language: str
    files: tuple[EditionFile, ...]


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition; *differences* are from the one before, in the language of the list's document.

    *former* is the number of the one before, 0 unless readers have one. Of one that is withdrawn,
    the *edition* tells when and why, and nothing else is there.
    """

    edition: Edition

    stamp: Stamp
    languages: tuple[LanguageFiles, ...]
    differences: str = ""
    withdrawn: tuple[Withdrawal, ...] = ()
    former: int = 0


@dataclass(frozen=True, slots=True)
class EditionList:
    """All editions of a note, the last first. *document* is the current one."""

    document: Document
    editions: tuple[ListedEdition, ...]

    @property
    def readable(self) -> list[ListedEdition]:
        """Return those that are not withdrawn."""
        return [one for one in self.editions if one.edition.withdrawn_at is None]


def edition_list(slug: str, language: str) -> EditionList:
    """Return the editions of a session's note for a reader of *language*. Three queries.

    What differs is told in *language*, else in the note's main one. Raise Http404 without editions,
    EditionWithdrawn where the note is withdrawn.
    """
    rows = readable_rows(_documents(slug))
    by_edition: dict[Edition, list[EditionDocument]] = defaultdict(list)
    for row in rows:
        by_edition[row.edition].append(row)
    current, newest = next(iter(by_edition.items()))
    shown = next((one for one in newest if one.language == language), newest[0])
    frozen = frozen_documents(shown)
    documents = {row.edition_id: from_data(row.content) for row in frozen}
    lines = {line.stamp.number: line for line in edition_lines(frozen, current.number)}
    document = documents[current.pk]
    numbers = [_if_readable(edition) for edition in list(by_edition)[1:]] + [0]
    return EditionList(
        document,
        tuple(
            ListedEdition(
                edition,
                stamp_in(edition, language, newest[0].language, current=current.number),
                tuple(_files(row) for row in kept),
                lines[edition.number].differences if former and edition.number in lines else "",
                withdrawn_since(documents[edition.pk], document) if edition.pk in documents else (),
                former=former,
            )
            for (edition, kept), former in zip(by_edition.items(), numbers, strict=True)
        ),
    )


def _if_readable(edition: Edition) -> int:
    return 0 if edition.withdrawn_at else edition.number


def _documents(slug: str) -> list[EditionDocument]:
    """Return the documents of all editions without their contents, the last edition first."""
    files = Prefetch("files", EditionFile.objects.order_by("pk"))
    rows = EditionDocument.objects.filter(edition__session__slug=slug).defer("content")
    found = rows.select_related("edition__session").prefetch_related(files)
    return list(found.order_by("-edition__number", "pk"))


def _files(row: EditionDocument) -> LanguageFiles:
    """Return the files that a reader can have, also of formats that are no longer made."""
    known = [file for file in row.files.all() if file.format in FORMATS]
    return LanguageFiles(
        row.language, tuple(sorted(known, key=lambda file: _ORDER.index(file.format)))
    )
