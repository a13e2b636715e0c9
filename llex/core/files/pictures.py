"""The files of pictures: two sizes, named by the checksum of the larger one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from PIL import Image

# The longest sides in pixels: of a phone's screen and a list, and of a wide screen and print.
SMALL: Final = 640
LARGE: Final = 1600
SIZES: Final = (LARGE, SMALL)
_JPEG: Final[dict[str, Any]] = {"format": "JPEG", "optimize": True, "progressive": True}
_QUALITY: Final = {SMALL: 78, LARGE: 82}
_PNG: Final[dict[str, Any]] = {"format": "PNG", "optimize": True}


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The name of the files of a picture, and the size of the larger one in pixels."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """The pictures in one *folder*: those sent in the private storage, published ones in public.

    Published files never change. Drawings are kept without loss, as PNG, all others as JPEG.
    """

    folder: str
    holds_drawings: bool = False

    @property
    def media_type(self) -> str:
        return "image/png" if self.holds_drawings else "image/jpeg"

    def name(self, digest: str, size: int) -> str:
        """Return the name of a file in a storage, and after the folder in its public address."""
        return f"{self.folder}/{digest}-{size}.{'png' if self.holds_drawings else 'jpg'}"

    def keep(self, content: bytes) -> KeptFiles:
        """Write both sizes of an image that was checked. Raise OSError where there is no room."""
        with Image.open(io.BytesIO(content)) as image:
            pixels = on_white(image)
        large = self._scaled(pixels, LARGE)
        digest = hashlib.sha256(large).hexdigest()
        self._write(storages["private"], digest, {LARGE: large, SMALL: self._scaled(pixels, SMALL)})
        with Image.open(io.BytesIO(large)) as written:
            return KeptFiles(digest, *written.size)

    def read(self, digest: str, size: int) -> bytes | None:
        """Return a file, published or sent; None where it is gone."""
        name = self.name(digest, size)
        found = _content(default_storage, name)
        return _content(storages["private"], name) if found is None else found

    def read_published(self, digest: str, size: int) -> bytes | None:
        """Return a published file; None where it is gone or was never published."""
        return _content(default_storage, self.name(digest, size))

    def publish(self, digests: Iterable[str]) -> None:
        """Copy files to where readers get them; they are never changed."""
        for digest in digests:
            found = {size: self.read(digest, size) for size in SIZES}
            self._write(default_storage, digest, {size: one for size, one in found.items() if one})

    def withdraw(self, digests: Iterable[str]) -> None:
        """Take files back from readers; they are kept with those that were sent."""
        for digest in digests:
            found = {size: self.read_published(digest, size) for size in SIZES}
            kept = {size: one for size, one in found.items() if one is not None}
            self._write(storages["private"], digest, kept)
            for size in kept:
                default_storage.delete(self.name(digest, size))

    def forget(self, digest: str) -> None:
        """Delete what was sent; what was published stays."""
        for size in SIZES:
            storages["private"].delete(self.name(digest, size))

    def names(self, digests: Iterable[str]) -> set[str]:
        """Return the names of the files of pictures."""
        return {self.name(digest, size) for digest in digests for size in SIZES}

    def _write(self, storage: Storage, digest: str, contents: dict[int, bytes]) -> None:
        for size, content in contents.items():
            name = self.name(digest, size)
            if not storage.exists(name):
                storage.save(name, ContentFile(content))

    def _scaled(self, pixels: Image.Image, size: int) -> bytes:
        smaller = pixels.copy()
        smaller.thumbnail((size, size), Image.Resampling.LANCZOS)
        written = io.BytesIO()
        how = _PNG if self.holds_drawings else _JPEG | {"quality": _QUALITY[size]}
        smaller.save(written, **how)
        return written.getvalue()


def _content(storage: Storage, name: str) -> bytes | None:
    try:
        with storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def on_white(image: Image.Image) -> Image.Image:
    """Return the pixels without transparency, which a JPEG cannot have."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
