"""Restore a backup: all of it, or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace as replaced
from datetime import datetime
from types import MappingProxyType
from typing import IO, Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from llex.core.backup import archive, files, rows
from llex.core.backup.errors import BackupError, UnreadableBackup
from llex.core.backup.making import Summary, applied_migrations, key_fingerprint
from llex.core.personal_data import erasing


def check_backup(source: IO[bytes], key: str = "") -> dict[str, Any]:
    """Read a backup to its end; return its header. Raise BackupError unless it can be restored."""
    header = archive.verified(source, key)
    of_code = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    of_backup = set(header["migrations"])
    if newer := sorted(of_backup - of_code):
        raise BackupError(f"The backup is of a newer version: this one does not know {newer[-1]}.")
    if older := sorted(of_code - of_backup):
        raise BackupError(
            f"The backup is of an older version, before {older[0]}. Restore it with that version, "
            "then upgrade."
        )
    return header


def has_other_key(header: dict[str, Any]) -> bool:
    """Return whether the site had another SECRET_KEY when the backup was made."""
    return bool(header["secret_key"] != key_fingerprint())


def restore_backup(
    source: IO[bytes],
    key: str = "",
    *,
    replace: bool = False,
    erased: Mapping[str, datetime] = MappingProxyType({}),
) -> Summary:
    """Restore a backup. Raise BackupError, with nothing changed, where that is not possible.

    With *replace* the content of the site is replaced; otherwise only an empty site is filled.
    People who were erased since the backup was made are erased again: those that the site knows
    of, and those that *erased* tells, as `erasing.erased_people` does.
    """
    header = check_backup(source, key)
    is_new = not connection.introspection.table_names()
    if not is_new and set(applied_migrations()) != set(header["migrations"]):
        raise BackupError("The database is not that of this version. Run migrate first.")
    if not is_new and not replace:
        _check_empty()
    if is_new:
        call_command("migrate", interactive=False, verbosity=0)
    known = {**erased, **({} if is_new else erasing.erased_people())}
    staging = files.Staging()
    try:
        with transaction.atomic(durable=True):
            summary = _load(source, key, staging)
            rows.set_next_numbers(header["next_numbers"])
            connection.check_constraints()
            erasing.remember(known)
            staging.swap()
    except BaseException:
        staging.undo()
        raise
    staging.remove()
    ContentType.objects.clear_cache()
    made_at = datetime.fromisoformat(header["made_at"])
    since = {one for one, moment in known.items() if moment >= made_at}
    summary = replaced(summary, erased=erasing.erase_again(since))
    for cache in caches.all():
        cache.clear()
    return summary


def _check_empty() -> None:
    if table := rows.occupied():
        raise BackupError(f"The database is not empty: there are rows in {table}.")
    if found := sorted(files.existing()):
        raise BackupError(f"The folders of files are not empty: there is {found[0]}.")


def _load(source: IO[bytes], key: str, staging: files.Staging) -> Summary:
    rows.clear()
    waiting = {f"database/{model._meta.db_table}.jsonl": model for model in rows.tables()}
    row_count = file_count = 0
    with archive.opened(source, key) as members:
        for member in members:
            if model := waiting.pop(member.name, None):
                row_count += rows.load(model, _lines(member.file))
            elif member.name.startswith("files/"):
                staging.take(member.name.removeprefix("files/"), member.file)
                file_count += 1
            elif member.name not in (archive.HEADER, archive.CHECKSUMS):
                raise UnreadableBackup(f"The backup holds an unknown table: {member.name}")
    if waiting:
        raise UnreadableBackup(f"The backup lacks a table: {min(waiting)}")
    return Summary(row_count, file_count, [])


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    yield from file
