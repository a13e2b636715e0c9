"""Make a backup of one consistent state of the running site."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from llex.core.backup import archive, files, rows
from llex.core.backup.encryption import encrypting
from llex.core.backup.errors import BackupError

# Rows of a table wait in memory up to this size, on disk beyond.
_IN_MEMORY: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Summary:
    """The contents of a backup. *missing* are files that rows name and storage lacks.

    *erased* is the number of people who were erased again after it was restored.
    """

    rows: int
    files: int
    missing: list[str]
    erased: int = 0


class _Vanished(Exception):
    """A file was removed while the backup was being made."""


def make_backup(target: IO[bytes], key: str = "") -> Summary:
    """Write a backup to *target*, encrypted where *key* is given. Raise BackupError.

    A file removed meanwhile would leave a row without it, so the backup starts again with a later
    snapshot; files absent then, too, are reported as missing.
    """
    if MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    ):
        raise BackupError(
            "The database is not that of this version. Make the backup with the version before, "
            "or run migrate first."
        )
    try:
        return _write_whole(target, key, may_miss=False)
    except _Vanished:
        target.seek(0)
        target.truncate()
        return _write_whole(target, key, may_miss=True)


def _write_whole(target: IO[bytes], key: str, *, may_miss: bool) -> Summary:
    with ExitStack() as stack:
        stack.enter_context(rows.snapshot())
        named = files.referenced()
        missing = sorted(named - files.existing())
        if missing and not may_miss:
            raise _Vanished
        output = stack.enter_context(encrypting(target, key)) if key else target
        writer = archive.Writer(output)
        stack.callback(writer.abandon)
        writer.add_json(archive.HEADER, _header())
        row_count = sum(_add_table(writer, model) for model in rows.tables())
        file_count = sum(
            _add_file(writer, name, is_needed=name in named and not may_miss)
            for name in sorted(files.existing() | (named - set(missing)))
        )
        writer.close()
        target.flush()
        return Summary(row_count, file_count, missing)


def _header() -> dict[str, object]:
    return {
        "format": archive.FORMAT,
        "made_at": now().isoformat(timespec="seconds"),
        "site": settings.SITE_URL,
        "migrations": applied_migrations(),
        "secret_key": key_fingerprint(),
        "next_numbers": rows.next_numbers(),
    }


def applied_migrations() -> list[str]:
    """Return the applied migrations."""
    applied = MigrationRecorder(connection).applied_migrations()
    known = MigrationExecutor(connection).loader.disk_migrations or {}
    return sorted(f"{app}.{name}" for app, name in applied if (app, name) in known)


def key_fingerprint() -> str:
    """Return a fingerprint of the SECRET_KEY that does not reveal it."""
    return salted_hmac("llex.core.backup", "key", algorithm="sha256").hexdigest()[:16]


def _add_table(writer: archive.Writer, model: type) -> int:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(files.scratch())) as spool:
        count = rows.dump(model, spool)
        size = spool.tell()
        spool.seek(0)
        writer.add(f"database/{model._meta.db_table}.jsonl", spool, size)  # type: ignore[attr-defined]
    return count


def _add_file(writer: archive.Writer, name: str, *, is_needed: bool) -> int:
    path = files.path_of(name)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        if is_needed:
            raise _Vanished from None
        return 0
    with file:
        writer.add(f"files/{name}", file, path.stat().st_size)
    return 1
