"""Drawing the picture of a page, and keeping a bounded number of drawn ones."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import typst
from django.conf import settings
from PIL import Image

from llex.core import languages
from llex.core.files.typefaces import typefaces
from llex.core.theme.icons import FIRST_STROKE, SECOND_STROKE

WIDTH: Final = 1200
HEIGHT: Final = 630
# The width of a picture that our own pages show, sharp on a phone too.
SMALL_WIDTH: Final = 480
# Pictures that are kept; of more, those that were not asked for the longest go.
MOST_KEPT: Final = 2000
_TEMPLATE: Final = Path(__file__).with_name("picture.typ")
# Part of each digest: another number where the same texts make another picture.
_FORM: Final = 3
# Enough for letters on a plain ground and a logo: the file has a third of its size.
_COLOURS: Final = 128
_LONGEST: Final = 240


@dataclass(frozen=True, slots=True)
class SharePicture:
    """The texts of a picture: what it is about, its *kicker* above, one *detail* below.

    *language* is that of the page, *width* in pixels. What a reader of a screen hears is
    `alternative`.
    """

    language: str
    kicker: str
    title: str
    detail: str = ""
    width: int = WIDTH

    @property
    def alternative(self) -> str:
        """Return what is to be read on the picture."""
        return " · ".join(filter(None, (self.kicker, self.title, self.detail, settings.SITE_NAME)))

    @property
    def digest(self) -> str:
        """Return a digest of everything that is drawn."""
        return hashlib.sha256(f"{_FORM} {_data(self)}".encode()).hexdigest()[:16]


def kept_picture(picture: SharePicture) -> bytes:
    """Return the PNG of a picture, drawn if it is asked for the first time."""
    folder = settings.VAR_DIR / "share"
    path = folder / f"{picture.digest}.png"
    try:
        content = path.read_bytes()
        os.utime(path)
    except OSError:
        content = draw(picture)
        _keep(path, content)
    return content


def draw(picture: SharePicture) -> bytes:
    """Return the picture as PNG."""
    root = _TEMPLATE.parent
    logo = settings.THEME.logo
    with tempfile.TemporaryDirectory() as folder:
        if logo:
            root = Path(folder)
            (root / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
            (root / f"logo{logo.suffix.lower()}").write_bytes(logo.read_bytes())
        compiler = typst.Compiler(
            root / _TEMPLATE.name, root=root, font_paths=typefaces(), ignore_system_fonts=True
        )
        inputs = {"picture": _data(picture)}
        # The template's page is WIDTH points wide, and an inch has 72.
        ppi = 72.0 * picture.width / WIDTH
        content = compiler.compile(format="png", ppi=ppi, sys_inputs=inputs)
    if not isinstance(content, bytes):  # pragma: no cover - it is always one page
        raise TypeError("Typst returned several pages.")
    return _with_palette(content)


def _with_palette(content: bytes) -> bytes:
    """Return a PNG with a limited number of colours."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        limited = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        limited.save(written, "PNG", optimize=True)
    return written.getvalue()


def _data(picture: SharePicture) -> str:
    scheme, logo = settings.THEME.light, settings.THEME.logo
    values: dict[str, Any] = {
        "language": picture.language.partition("-")[0],
        "dir": languages.direction(picture.language),
        "kicker": picture.kicker[:_LONGEST],
        "title": picture.title[:_LONGEST],
        "detail": picture.detail[:_LONGEST],
        "width": picture.width,
        "site": settings.SITE_NAME,
        "address": urlsplit(settings.SITE_URL).netloc,
        "accent": str(scheme.accent),
        "warm": str(scheme.warm),
        "paper": str(scheme.paper),
        "ink": str(scheme.ink),
        "logo": f"logo{logo.suffix.lower()}" if logo else "",
        "theme": settings.THEME.digest,
        "first": FIRST_STROKE,
        "second": SECOND_STROKE,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _keep(path: Path, content: bytes) -> None:
    """Write a picture whole or not at all, and remove the oldest of too many."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob("*.png"), key=lambda one: one.stat().st_mtime)
        for old in kept[: max(0, len(kept) - MOST_KEPT)]:
            old.unlink(missing_ok=True)
    except OSError:
        # A full disk makes pictures slower, no more.
        return
