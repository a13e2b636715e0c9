"""Find files that a killed process wrote, and that no row ever named."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import Storage
from django.utils.timezone import now

# A publication that is being made has files before it has rows.
_AGE: Final = timedelta(days=1)


def remove_orphans(storage: Storage, folder: str, named: Collection[str]) -> int:
    """Remove old files in *folder* of a storage that are not among *named*. Return how many."""
    count = 0
    for name in _files(storage, folder):
        if name not in named and storage.get_modified_time(name) < now() - _AGE:
            storage.delete(name)
            count += 1
    return count


def _files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files(storage, f"{folder}/{inner}")
