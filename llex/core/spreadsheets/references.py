"""Cells that name other rows."""

from collections.abc import Callable, Iterable
from typing import Any

from import_export.widgets import ManyToManyWidget, Widget

from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.lookups import Lookup


class Reference(Widget):
    """Another row, found by a lookup; called by the first of *names* that means it alone."""

    def __init__(self, lookup: Lookup, names: Callable[[Any], Iterable[str]]) -> None:
        super().__init__()
        self.lookup, self._names = lookup, names

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = typed(value).strip()
        return self.lookup.find(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self.lookup.name_of(value, self._names(value))


class References(ManyToManyWidget):
    """Several other rows, separated by semicolons; where no name has a comma, also by commas."""

    def __init__(
        self, lookup: Lookup, names: Callable[[Any], Iterable[str]], *, model: Any
    ) -> None:
        super().__init__(model, separator=";")
        self.lookup, self._names = lookup, names

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        parts = (part.strip() for part in typed(value).split(self.separator))
        return [row for part in parts if part for row in self._find(part)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        rows = value.all() if value is not None else ()
        names = [self.lookup.name_of(row, self._names(row)) for row in rows]
        return f"{self.separator} ".join(names)

    def _find(self, text: str) -> list[Any]:
        try:
            return [self.lookup.find(text)]
        except ValueError:
            if "," not in text:
                raise
        return [self.lookup.find(part.strip()) for part in text.split(",") if part.strip()]
