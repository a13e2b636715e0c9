"""The files of photographs: two sizes, named by the checksum of the larger one.

Those of editions are in the public storage and never change; those that cities have offered are in
the private one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from PIL import Image

FOLDER: Final = "photographs"
# The longest sides in pixels: of a phone's screen and a list, and of a wide screen and print.
SMALL: Final = 640
LARGE: Final = 1600
_QUALITY: Final = {SMALL: 78, LARGE: 82}


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The name of the files of a photograph, and the size of the larger one in pixels."""

    digest: str
    width: int
    height: int


def file_name(digest: str, size: int) -> str:
    """Return the name of a file in a storage, and after the folder in its public address."""
    return f"{FOLDER}/{digest}-{size}.jpg"


def keep(content: bytes) -> KeptFiles:
    """Write both sizes of an image that was checked. Raise OSError where there is no room."""
    with Image.open(io.BytesIO(content)) as image:
        pixels = _on_white(image)
    large = _scaled(pixels, LARGE)
    digest = hashlib.sha256(large).hexdigest()
    _write(storages["private"], digest, {LARGE: large, SMALL: _scaled(pixels, SMALL)})
    with Image.open(io.BytesIO(large)) as written:
        return KeptFiles(digest, *written.size)


def read(digest: str, size: int) -> bytes | None:
    """Return a file, published or offered; None where it is gone."""
    name = file_name(digest, size)
    for storage in (default_storage, storages["private"]):
        try:
            with storage.open(name) as file:
                return bytes(file.read())
        except FileNotFoundError:
            continue
    return None


def publish(digests: Iterable[str]) -> None:
    """Copy the files of an edition to where readers get them; they are never changed."""
    for digest in digests:
        found = {size: read(digest, size) for size in (LARGE, SMALL)}
        _write(default_storage, digest, {size: one for size, one in found.items() if one})


def forget(digest: str) -> None:
    """Delete what a city had offered; what an edition printed stays with it."""
    for size in (LARGE, SMALL):
        storages["private"].delete(file_name(digest, size))


def _write(storage: Storage, digest: str, contents: dict[int, bytes]) -> None:
    for size, content in contents.items():
        name = file_name(digest, size)
        if not storage.exists(name):
            storage.save(name, ContentFile(content))


def _on_white(image: Image.Image) -> Image.Image:
    """Return the pixels without transparency, which a JPEG cannot have."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _scaled(pixels: Image.Image, size: int) -> bytes:
    smaller = pixels.copy()
    smaller.thumbnail((size, size), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    smaller.save(written, format="JPEG", quality=_QUALITY[size], optimize=True, progressive=True)
    return written.getvalue()
