"""Logos and cover pictures of notes: their files, and the size at which logos are shown."""

from collections.abc import Iterable
from typing import Final

from sessions_app.briefing.document import Document

# The ratio of width to height of a logo that is shown at the usual height.
_USUAL_RATIO: Final = 2
# How much taller than usual a logo may be.
_TALLEST: Final = 1.4


def shown_size(width: int, height: int, usual_height: float) -> tuple[float, float]:
    """Return width and height of a logo in the unit of *usual_height*.

    Logos cover the same area, so that a wide one does not outweigh a square one.
    """
    ratio = width / height
    shown = usual_height * min((_USUAL_RATIO / ratio) ** 0.5, _TALLEST)
    return round(shown * ratio, 2), round(shown, 2)


def logo_digests(documents: Iterable[Document]) -> set[str]:
    """Return the checksums of the logos that notes print."""
    return {logo.digest for document in documents for logo in document.logos}


def cover_digests(documents: Iterable[Document]) -> set[str]:
    """Return the checksums of the cover pictures that notes print."""
    return {one.series.cover.digest for one in documents if one.series.cover}
