"""Labels: what organisers say that blocks of a note are, where it was not recognised.

A label is a kind, with the section for those that have one: ``city``, ``text:vision``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from sessions_app.briefing.document import Section
from sessions_app.importing.recognising.imported_note import SECTIONS
from sessions_app.importing.recognising.table_heads import Column, Columns

Kind = Literal[
    "title", "date", "series", "tagline",
    "heading", "text", "more",
    "city", "head", "representative", "response", "challenge",
    "participant", "quote", "question",
    "axis", "theme", "point",
    "out",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
_OF_A_SECTION: Final = ("heading", "text")


@dataclass(frozen=True, slots=True)
class Label:
    """The kind of a block; *section* only where it is a heading or text of one."""

    kind: Kind
    section: Section = "introduction"

    @classmethod
    def parse(cls, value: str) -> "Label | None":
        """Return the label that *value* names, or None."""
        name, parted, section = value.partition(":")
        kinds: dict[str, Kind] = {kind: kind for kind in KINDS}
        sections: dict[str, Section] = {one: one for one in SECTIONS}
        if name not in kinds or bool(parted) != (name in _OF_A_SECTION):
            return None
        if not parted:
            return cls(kinds[name])
        return cls(kinds[name], sections[section]) if section in sections else None


@dataclass(frozen=True, slots=True)
class Labels:
    """Corrections: labels of blocks and columns of tables, by the block's place.

    *countries* are codes by the place of a city's row; *title* and *held_on* stand for what the
    note says, or does not say.
    """

    blocks: Mapping[int, Label] = field(default_factory=dict)
    columns: Mapping[int, Columns] = field(default_factory=dict)
    title: str = ""
    held_on: date | None = None
    countries: Mapping[int, str] = field(default_factory=dict)

    def leaves_alone(self, where: int) -> bool:
        """Return whether it is left to the recogniser what a block is; headings also are."""
        label = self.blocks.get(where)
        return label is None or label.kind == "heading"

    @property
    def headings(self) -> dict[int, Section]:
        """Return the sections that begin with a block, by its place."""
        return {
            where: label.section for where, label in self.blocks.items() if label.kind == "heading"
        }


NONE: Final = Labels()
