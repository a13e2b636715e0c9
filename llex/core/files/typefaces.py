"""The fonts of PDF files and pictures: those of installed packages, never those of the machine.

Five families are among our requirements; any further `fontpkg-…` package that an organisation
installs, for Chinese say, is found and used where the five have no glyph.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg
import typst
from fontTools.ttLib import TTFont

REQUIRED = ("Source Serif 4", "Source Sans 3", "Amiri", "IBM Plex Sans Arabic", "Noto Sans")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which faces, by number, have a glyph for a code point."""

    faces: dict[int, frozenset[int]]

    def of(self, character: str) -> frozenset[int]:
        """Return the faces that can print *character*."""
        return self.faces.get(ord(character), frozenset())


@cache
def files() -> tuple[Path, ...]:
    """Return the font files. Raise fontpkg's FamilyNotInstalled where a required one is missing."""
    for name in REQUIRED:
        fontpkg.family(name)
    found = {file.path for family in fontpkg.families().values() for file in family.files}
    return tuple(sorted(found))


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
    faces: dict[int, set[int]] = {}
    for number, path in enumerate(files()):
        with TTFont(path, lazy=True) as font:
            for point in font.getBestCmap():
                faces.setdefault(point, set()).add(number)
    return Coverage({point: frozenset(numbers) for point, numbers in faces.items()})
