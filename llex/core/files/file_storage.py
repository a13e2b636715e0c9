"""Storage of files: none is left unfinished when the disk is full, none without a row."""

import os
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.timezone import now

# Younger files may belong to a publication whose rows are not committed yet.
_AGE: Final = timedelta(days=1)


class WholeFileStorage(FileSystemStorage):
    """Keep files in a folder, each as a whole or not at all."""

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                file = path.open("xb")
            except FileExistsError:
                # Another process was faster; its file must not be removed below.
                name = self.get_available_name(name)
                path = Path(self.path(name))
            else:
                break
        try:
            with file:
                for chunk in content.chunks():
                    file.write(chunk)
            if self.file_permissions_mode is not None:
                path.chmod(self.file_permissions_mode)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return os.path.relpath(path, self.location).replace("\\", "/")


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
