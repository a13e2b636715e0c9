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


@dataclass(slots=True)
class Coverage:
    """The characters that our fonts can print; a font is read once those before it lack one."""

    paths: tuple[Path, ...]
    _faces: list[frozenset[int]] = field(default_factory=list)
    _asked: dict[str, bool] = field(default_factory=dict)

    def has(self, characters: str) -> bool:
        """Return whether one face can print all of *characters* together."""
        if characters not in self._asked:
            points = frozenset(map(ord, characters))
            self._asked[characters] = any(points <= face for face in self._read())
        return self._asked[characters]

    def _read(self) -> Iterator[frozenset[int]]:
        for number, path in enumerate(self.paths):
            if number == len(self._faces):
                self._faces.append(_points(path))
            yield self._faces[number]


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
    """Return what our fonts can print, the families of most texts first."""
    # The faces of a collection differ in the shape of characters, not in which they have.
    return Coverage(files())


def _points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
