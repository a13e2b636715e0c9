"""The files of a backup: finding them, and restoring them all at once or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from django.apps import apps
from django.core.files.storage import FileSystemStorage, storages
from django.db.models import FileField, QuerySet

from llex.core.backup.errors import BackupError

_STAGING: Final = ".restoring-"
# The name of each storage in an archive.
_STORAGES: Final = {"media": "default", "private": "private"}


def roots() -> dict[str, Path]:
    """Return the folder of each storage. Raise BackupError for one that is no folder."""
    found = {}
    for name, alias in _STORAGES.items():
        storage = storages[alias]
        if not isinstance(storage, FileSystemStorage):
            raise BackupError(f"The files of {alias} are not in a folder; back them up apart.")
        found[name] = Path(storage.location)
    return found


def scratch() -> Path:
    """Return a folder on the disk of the site, where large temporary files have room."""
    folder = roots()["private"].parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def existing() -> set[str]:
    """Return all files that are there, as “media/path”."""
    return {
        f"{name}/{path.relative_to(root).as_posix()}"
        for name, root in roots().items()
        for path in _walked(root)
    }


def _walked(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(_STAGING)]
        yield from (path for name in names if (path := Path(folder, name)).is_file())


def referenced() -> set[str]:
    """Return the files that rows name, whether they are there or not, as “media/path”."""
    names = {str(root): name for name, root in roots().items()}
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                prefix = names[str(Path(field.storage.location))]  # type: ignore[attr-defined]
                paths: Iterable[str] = QuerySet(model).values_list(field.attname, flat=True)
                found |= {f"{prefix}/{path}" for path in paths if path}
    return found


def path_of(name: str) -> Path:
    """Return where “media/path” is. Raise BackupError for what is in none of our folders."""
    prefix, _slash, rest = name.partition("/")
    root = roots().get(prefix)
    if root is None or not rest or ".." in PurePosixPath(rest).parts:
        raise BackupError(f"The backup holds a file that belongs nowhere: {name}")
    return root / rest


class Staging:
    """Files that are written beside those of the site, and take their place at once."""

    def __init__(self) -> None:
        self._folder = _STAGING + secrets.token_hex(6)
        self._new: set[str] = set()
        self._moved: list[tuple[Path, Path]] = []

    def take(self, name: str, file: IO[bytes]) -> None:
        """Write a file under a temporary name."""
        path_of(name)
        target = self._staged("new", name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as written:
            shutil.copyfileobj(file, written)
            written.flush()
            os.fsync(written.fileno())
        self._new.add(name)

    def swap(self) -> None:
        """Put all files in place and the previous ones aside."""
        for name in sorted(existing()):
            self._move(path_of(name), self._staged("old", name))
        for name in sorted(self._new):
            self._move(self._staged("new", name), path_of(name))

    def undo(self) -> None:
        """Put the previous files back."""
        while self._moved:
            source, target = self._moved.pop()
            source.parent.mkdir(parents=True, exist_ok=True)
            target.replace(source)
        self.remove()

    def remove(self) -> None:
        """Remove what was put aside, and folders in which nothing is left."""
        for root in roots().values():
            shutil.rmtree(root / self._folder, ignore_errors=True)
            for folder, _folders, _names in os.walk(root, topdown=False):
                if Path(folder) != root and not any(Path(folder).iterdir()):
                    Path(folder).rmdir()

    def _staged(self, kind: str, name: str) -> Path:
        prefix, _slash, rest = name.partition("/")
        return roots()[prefix] / self._folder / kind / rest

    def _move(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        self._moved.append((source, target))
