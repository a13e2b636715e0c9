"""References to what is published: their parts, and how they are worded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from llex.core.languages.phrases import join_items


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a reference, each text in *language*.

    *authors* are organisations or cities; *genre* is what it is, *container* what it is part of;
    *day* and *edition* are as readers see them, *published* is when the edition came out. *address*
    is permanent.
    """

    key: str
    language: str
    authors: tuple[str, ...]
    title: str
    genre: str
    container: str
    day: str
    edition: str
    edition_number: int
    published: date
    publisher: str
    address: str


def citation_text(
    *, authors: Sequence[str], title: str, genre: str, container: str, day: str, edition: str
) -> str:
    """Return how to cite something, without its address, in the active language."""
    return _("%(authors)s: %(title)s. %(publication)s, %(series)s, %(day)s. %(edition)s.") % {
        "authors": join_items(authors),
        "title": title.removesuffix("."),
        "publication": genre,
        "series": container,
        "day": day,
        "edition": edition,
    }
