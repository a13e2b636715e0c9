"""The fonts of PDF files and pictures: those of installed packages, never those of the machine.

Five families are chosen for the look; two packages of Noto have what these lack: Chinese, Japanese
and Korean, Hebrew, Thai, Amharic and other scripts, and emoji. Any further `fontpkg-…` package that
an organisation installs is found and used.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg
import manimgx_fonts
import manimgx_fonts_cjk
import typst
from fontTools.ttLib import TTFont

REQUIRED = ("Source Serif 4", "Source Sans 3", "Amiri", "IBM Plex Sans Arabic", "Noto Sans")
# Packages that are only a folder of font files.
_FOLDERS: Final = tuple(Path(one.__path__[0]) for one in (manimgx_fonts, manimgx_fonts_cjk))
_FILES: Final = frozenset({".ttf", ".otf", ".ttc"})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which code points each face has a glyph for."""

    faces: tuple[frozenset[int], ...]
    _asked: dict[str, frozenset[int]] = field(default_factory=dict, compare=False)

    def of(self, character: str) -> frozenset[int]:
        """Return the faces that can print *character*, by number."""
        if character not in self._asked:
            point = ord(character)
            having = (number for number, points in enumerate(self.faces) if point in points)
            self._asked[character] = frozenset(having)
        return self._asked[character]


@cache
def files() -> tuple[Path, ...]:
    """Return the font files. Raise fontpkg's FamilyNotInstalled where a required one is missing."""
    for name in REQUIRED:
        fontpkg.family(name)
    found = {file.path for family in fontpkg.families().values() for file in family.files}
    return (*sorted(found), *_of_folders())


def _of_folders() -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(path for path in folder.iterdir() if path.suffix in _FILES)


@cache
def typefaces() -> typst.Fonts:
    """Return the fonts as the typesetter takes them; they are searched once."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(path.parent) for path in files()}),
    )


@cache
def coverage() -> Coverage:
    """Return what our fonts can print, read from them once."""
    # The faces of a collection differ in the shape of characters, not in which they have.
    return Coverage(tuple(dict.fromkeys(map(_points, files()))))


def _points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
