"""The files of a book, zipped as EPUB 3.3 and its OCF want them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.imprint import permanent_address
from sessions_app.briefing.render.epub.chapters import Chapter
from sessions_app.briefing.render.epub.cover import cover_text
from sessions_app.briefing.render.epub.xhtml import media_type

_TEMPLATES: Final = "sessions_app/briefing/epub/"
_STYLE: Final = Path(__file__).with_name("book.css")
# Zip archives hold no moment before 1980; this one says nothing, so that bytes are the same.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Book:
    """The facts that the package tells of the book. *address* is "" for a draft."""

    title: str
    identifier: str
    address: str
    day: str
    modified: str


def package(
    document: Document,
    stamp: Stamp | None,
    chapters: Sequence[Chapter],
    pictures: Mapping[str, bytes],
    cover: bytes,
) -> bytes:
    """Return the archive, its texts in the active language; *cover* is a JPEG."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in _files(document, stamp, chapters, pictures, cover):
            entry = zipfile.ZipInfo(name, _MOMENT)
            # The first file is read before anything is unpacked; pictures are compressed already.
            is_stored = name == "mimetype" or name.endswith(".jpg")
            entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def _files(
    document: Document,
    stamp: Stamp | None,
    chapters: Sequence[Chapter],
    pictures: Mapping[str, bytes],
    cover: bytes,
) -> Iterator[tuple[str, bytes]]:
    context: dict[str, Any] = {
        "document": document,
        "chapters": chapters,
        "pictures": [(name, media_type(name)) for name in pictures],
        "licence": settings.LICENCE,
        "book": _book(document, stamp),
        "cover_text": cover_text(document),
    }
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", _render("container.xml", {})
    yield "book/package.opf", _render("package.opf", context)
    yield "book/cover.jpg", cover
    yield "book/cover.xhtml", _render("cover.xhtml", context)
    yield "book/nav.xhtml", _render("nav.xhtml", context)
    yield "book/book.css", _STYLE.read_bytes()
    for chapter in chapters:
        content = SafeString("\n".join(chapter.blocks))
        own = {"chapter": chapter, "content": content, "is_title": chapter is chapters[0]}
        yield f"book/{chapter.name}", _render("chapter.xhtml", context | own)
    for name, picture in pictures.items():
        yield f"book/{name}", picture


def _book(document: Document, stamp: Stamp | None) -> _Book:
    address = permanent_address(document, stamp) if stamp else ""
    event = document.event
    unique = address or f"{settings.SITE_URL}#{event.slug}-{document.language}"
    made = stamp.published_at if stamp else event.starts_at
    return _Book(
        title=phrases.file_title(document),
        identifier=uuid5(NAMESPACE_URL, unique).urn,
        address=address,
        day=made.date().isoformat(),
        modified=_moment(made),
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _render(name: str, context: Mapping[str, Any]) -> bytes:
    return render_to_string(f"{_TEMPLATES}{name}", dict(context)).strip().encode()
