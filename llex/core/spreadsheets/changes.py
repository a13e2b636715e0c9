"""Compare the cells of a row before an import and after it."""

from typing import Any, Final, NamedTuple

from django.db import models

from llex.core.text.differences import Change, differences

Cells = dict[str, Any]
# Of one cell's comparison, in seconds.
_TIMEOUT: Final = 0.05


class CellChange(NamedTuple):
    """A cell that an import changes: its column's name, and its text before and after."""

    column: str
    old: str
    new: str

    @property
    def is_emptied(self) -> bool:
        """Return whether an empty cell of the file removes what is stored."""
        return bool(self.old) and not self.new

    def differences(self) -> list[Change]:
        """Compare by words. A preview may have thousands of texts: sooner rather than minimal."""
        return differences(self.old, self.new, timeout=_TIMEOUT)


class CellChanges:
    """Compare a row before and after; import-export's Diff, without its mark-up."""

    def __init__(self, resource: Any, instance: models.Model, new: bool) -> None:
        # Not from *instance*, a deep copy: it has lost what was fetched with the row.
        self._old = resource.before
        self._new: dict[str, str] = {}

    def compare_with(self, resource: Any, instance: models.Model) -> None:
        """Take the row as it is now."""
        self._new = resource.texts(instance)

    def as_html(self) -> list[CellChange]:
        """Return the cells that differ, as data; templates draw them."""
        pairs = ((name, self._old.get(name, ""), new) for name, new in self._new.items())
        return [CellChange(*pair) for pair in pairs if pair[1] != pair[2]]
