"""A text of a session, and a text of a note in another language."""

from dataclasses import dataclass, field
from typing import Any, Literal

# What a text is; children name the kind of their parent: a response is of a city.
Kind = Literal[
    "title", "series", "text", "question",
    "city", "position", "response", "challenge",
    "theme", "point",
    "quote", "participant",
]  # fmt: skip
# In a note, a kind with one field has its text under this name.
ONLY = ""
# Before the number of a city in the gazetteer, among the names that it is found by.
PLACE = "geoname:"


@dataclass(frozen=True)
class TranslationTarget:
    """A row of the session, or one text of it, that may get a translation.

    *sources* are its texts in the language it was written in, *present* those in the language of
    the note, by the names of their fields. *names* are what it is found by: spellings, folded.
    """

    key: str
    kind: Kind
    label: str
    subject: Any
    sources: dict[str, str]
    present: dict[str, str]
    parent: str = ""
    names: frozenset[str] = frozenset()
    # The row was written in the language of the note: what it has is no translation.
    is_original: bool = False
    is_approved: bool = False


@dataclass(frozen=True)
class NoteText:
    """A text of the note, or the name of a city or person, with its place in the file."""

    key: str
    kind: Kind
    label: str
    where: int
    values: dict[str, str] = field(default_factory=dict)
    parent: str = ""
    names: frozenset[str] = frozenset()
    # As it is written, to be remembered as a spelling.
    name: str = ""
    language: str = ""

    @property
    def words(self) -> list[str]:
        """Return all that it has of the note."""
        return [*filter(None, (self.name, *self.values.values()))]
