"""A file of our own as nodes: headings, paragraphs, lists, quotations and tables."""

from dataclasses import dataclass, field
from typing import Literal

from sessions_app.importing.formatted_text import FormattedText


@dataclass(slots=True)
class Node:
    """A node. A paragraph is of *lines*; *items* are the nodes of each item of a list.

    *level* is that of a heading, *start* the first number of a numbered list. *rows* are the cells
    of a table, *key* is what the file calls an entry or key point.
    """

    kind: Literal["heading", "paragraph", "list", "quote", "table"]
    lines: list[FormattedText] = field(default_factory=list)
    level: int = 0
    start: int | None = None
    items: list[list["Node"]] = field(default_factory=list)
    inner: list["Node"] = field(default_factory=list)
    rows: list[list[FormattedText]] = field(default_factory=list)
    key: str = ""

    @property
    def text(self) -> FormattedText:
        """Return the whole paragraph or heading."""
        whole = FormattedText()
        for line in self.lines:
            whole = whole + line
        return whole
