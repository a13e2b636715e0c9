"""Validation of documents by their content, never by their name or the type that a browser sends.

Everything here gets bytes from strangers. Each kind is opened by a parser within bounds, images are
written anew so that nothing but their pixels is kept, and whatever fails is refused in a sentence.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from lxml import etree
from PIL import Image, ImageOps, UnidentifiedImageError

from llex.core.files import office_packages

# A photograph of a phone has 12 to 50 million pixels; a bomb has billions.
_MOST_PIXELS: Final = 60_000_000
_LONGEST_SIDE: Final = 3000
_MOST_ENTRIES: Final = 2000
_MOST_UNPACKED: Final = 100 * 1024 * 1024
_MOST_PAGES: Final = 1000
_LONGEST_NAME: Final = 120
# How many times as long as wide a picture may be.
_SLIMMEST: Final = 2.5


@dataclass(frozen=True, slots=True)
class _OfficeFormat:
    """A format of office programs: the part with its body, and the names of its first element."""

    kind: str
    part: str
    roots: tuple[str, str]

    @property
    def media_type(self) -> str:
        language = {"docx": "wordprocessing", "pptx": "presentation"}[self.kind]
        last = {"docx": "document", "pptx": "presentation"}[self.kind]
        return f"application/vnd.openxmlformats-officedocument.{language}ml.{last}"


_SCHEMAS: Final = "http://schemas.openxmlformats.org"
_STRICT: Final = "http://purl.oclc.org/ooxml"
_WORD: Final = _OfficeFormat(
    "docx",
    "word/document.xml",
    (f"{{{_SCHEMAS}/wordprocessingml/2006/main}}document",
     f"{{{_STRICT}/wordprocessingml/main}}document"),
)  # fmt: skip
_POWERPOINT: Final = _OfficeFormat(
    "pptx",
    "ppt/presentation.xml",
    (f"{{{_SCHEMAS}/presentationml/2006/main}}presentation",
     f"{{{_STRICT}/presentationml/main}}presentation"),
)  # fmt: skip
_OFFICE_FORMATS: Final = (_WORD, _POWERPOINT)
DOCUMENTS: Final = ("pdf", "docx", "image")
SLIDES: Final = ("pdf", "pptx")
PICTURES: Final = ("image",)


@dataclass(frozen=True, slots=True)
class ValidatedFile:
    """A valid document, with the bytes to store."""

    name: str
    kind: str
    media_type: str
    content: bytes


def validate_document(
    name: str, content: bytes, kinds: Collection[str] = DOCUMENTS
) -> ValidatedFile:
    """Return a document of one of *kinds* ready to be stored. Raise ValidationError otherwise."""
    if not content:
        raise ValidationError(_("This file is empty."), code="empty")
    if content.startswith(b"%PDF-") and "pdf" in kinds:
        _check_pdf(content)
        return ValidatedFile(_named(name, "pdf"), "pdf", "application/pdf", content)
    if content.startswith(b"PK\x03\x04"):
        found = _check_office(content, kinds)
        return ValidatedFile(_named(name, found.kind), found.kind, found.media_type, content)
    if "image" not in kinds:
        raise _unknown(kinds)
    return _image(name, content, kinds)


def check_picture(checked: ValidatedFile, *, narrowest: int, slimmest: float = _SLIMMEST) -> None:
    """Raise ValidationError unless a picture is of a usable size and shape."""
    with Image.open(io.BytesIO(checked.content)) as image:
        width, height = image.size
    if width < narrowest:
        raise ValidationError(
            _("This image is %(width)s pixels wide; at least %(least)s are needed."),
            code="small",
            params={"width": number_format(width), "least": number_format(narrowest)},
        )
    if max(width, height) > slimmest * min(width, height):
        raise ValidationError(_("This image is too long and narrow; crop it."), code="slim")


# --- Images ---------------------------------------------------------------------------------------


def _image(name: str, content: bytes, kinds: Collection[str]) -> ValidatedFile:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            kind = "PNG" if image.format == "GIF" else str(image.format)
            # The size is read from the head of the file, before a pixel is unpacked.
            if image.width * image.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            pixels = _pixels_of(image, kind)
    except UnidentifiedImageError:
        raise _unknown(kinds) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(
            _("This image has too many pixels; save it smaller."), code="pixels"
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _broken() from error
    written = io.BytesIO()
    pixels.save(written, format=kind, quality=88)
    extension = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]
    return ValidatedFile(
        _named(name, extension), "image", f"image/{kind.lower()}", written.getvalue()
    )


def _pixels_of(image: Image.Image, kind: str) -> Image.Image:
    """Return the upright pixels alone: no place, no camera, no colour profile, no comment."""
    image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    image.load()
    # In place, and no copy that can be spared: each is hundreds of megabytes of a large image.
    ImageOps.exif_transpose(image, in_place=True)
    has_alpha = kind != "JPEG" and ("A" in image.getbands() or "transparency" in image.info)
    mode = "RGBA" if has_alpha else "RGB"
    plain = image if image.mode == mode else image.convert(mode)
    plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


# --- PDF ------------------------------------------------------------------------------------------


def _check_pdf(content: bytes) -> None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        # A password of the owner alone restricts what programs offer; everybody may open it.
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _broken() from error
    except (IndexError, OSError, AssertionError, OverflowError, MemoryError) as error:
        raise _broken() from error
    if locked:
        raise ValidationError(_("This PDF is locked by a password."), code="locked")
    if not 0 < pages <= _MOST_PAGES:
        raise _broken()


# --- Word and PowerPoint --------------------------------------------------------------------------


def _check_office(content: bytes, kinds: Collection[str]) -> _OfficeFormat:
    """Return the format of a package. Raise ValidationError for others and for unsafe ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_ENTRIES or _unpacked(entries) > _MOST_UNPACKED:
                raise ValidationError(_("This file is far too large once unpacked."), code="bomb")
            found = _format_of({entry.filename for entry in entries}, kinds)
            office_packages.refuse_active(package)
            _check_body(package, found, kinds)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _broken() from error
    except (etree.XMLSyntaxError, zipfile.LargeZipFile, UnicodeDecodeError) as error:
        raise _broken() from error
    return found


def _format_of(names: set[str], kinds: Collection[str]) -> _OfficeFormat:
    for one in _OFFICE_FORMATS:
        if one.kind in kinds and {one.part, "[Content_Types].xml"} <= names:
            return one
    raise _unknown(kinds)


def _unpacked(entries: list[zipfile.ZipInfo]) -> int:
    # What is read later never exceeds the size that an entry declares.
    return sum(entry.file_size for entry in entries)


def _check_body(package: zipfile.ZipFile, found: _OfficeFormat, kinds: Collection[str]) -> None:
    if any(name.startswith("/") or ".." in PurePath(name).parts for name in package.namelist()):
        raise _broken()
    with package.open(found.part) as body:
        walk = etree.iterparse(
            body, events=("start",), resolve_entities=False, no_network=True, load_dtd=False
        )
        _event, root = next(iter(walk), (None, None))
        if root is None or root.tag not in found.roots:
            raise _unknown(kinds)


# --- Names and refusals ---------------------------------------------------------------------------


def _named(name: str, extension: str) -> str:
    """Return a name fit for a list and a header, with the extension of what the file really is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(ch if unicodedata.category(ch)[0] != "C" else " " for ch in last)
    stem = " ".join(PurePath(plain).stem.split()).strip(". ") or _("document")
    return f"{stem[: _LONGEST_NAME - len(extension) - 1]}.{extension}"


def _unknown(kinds: Collection[str]) -> ValidationError:
    if "pptx" in kinds:
        text = _("Only PDF and PowerPoint (.pptx) files can be sent.")
    elif set(kinds) == set(PICTURES):
        text = _("This is not an image. Choose a JPEG, PNG or WebP.")
    else:
        text = _("Only PDF, Word (.docx) and images (JPEG, PNG, WebP, GIF) can be attached.")
    return ValidationError(text, code="unknown")


def _broken() -> ValidationError:
    return ValidationError(_("This file cannot be opened; it may be damaged."), code="broken")
