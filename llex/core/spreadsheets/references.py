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

    def unknown(self, value: Any) -> list[str]:
        """Return what a cell says where that names no row, or several."""
        text = typed(value).strip()
        return [text] if text and self.lookup.is_in_doubt(text) else []


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

    def unknown(self, value: Any) -> list[str]:
        """Return the names in a cell that mean no row, or several."""
        return [part for part in self._parts(value) if self.lookup.is_in_doubt(part)]

    def without(self, value: Any) -> Any:
        """Return a cell without the names that are left out."""
        parts = self._parts(value)
        kept = [part for part in parts if not self.lookup.is_left_out(part)]
        return value if kept == parts else f"{self.separator} ".join(kept)

    def _parts(self, value: Any) -> list[str]:
        """Return the names in a cell; one with commas is several where some of them are known."""
        found = []
        for part in filter(None, map(str.strip, typed(value).split(self.separator))):
            inner = [one.strip() for one in part.split(",") if one.strip()]
            is_whole = self.lookup.is_clear(part) or not any(map(self.lookup.is_clear, inner))
            found += [part] if is_whole else inner
        return found

    def _find(self, text: str) -> list[Any]:
        try:
            return [self.lookup.find(text)]
        except ValueError:
            if "," not in text:
                raise
        return [self.lookup.find(part.strip()) for part in text.split(",") if part.strip()]
