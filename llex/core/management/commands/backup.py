"""Write everything that must stay together into one file."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from llex.core.backup import BackupError, Summary, files, make_backup
from llex.core.backup.encryption import new_keys, recipient_of


class Command(BaseCommand):
    help = "Writes database, published files and private documents into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="where to; - is the output")
        parser.add_argument("--new-key", action="store_true", help="only make a pair of keys")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            secret, public = new_keys()
            self.stdout.write(f"secret key, to restore (keep it elsewhere): {secret}")
            self.stdout.write(f"public key, BACKUP_KEY of the site: {public}")
            return
        path = options["file"] or f"backups/llex-{localtime():%Y-%m-%d-%H%M%S}.backup"
        try:
            if settings.BACKUP_KEY:
                recipient_of(settings.BACKUP_KEY)
            summary = self._write(path)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"No backup was made: {error.strerror or error}.") from error
        how = "encrypted" if settings.BACKUP_KEY else "NOT encrypted: it holds personal data"
        self.stderr.write(f"{path}: {summary.rows} rows, {summary.files} files, {how}.")
        for name in summary.missing:
            self.stderr.write(f"missing: {name}")

    def _write(self, path: str) -> Summary:
        """Write to a file beside *path*, which takes its name when it is whole."""
        if path == "-":
            with tempfile.TemporaryFile(dir=files.scratch()) as whole:
                summary = make_backup(whole, settings.BACKUP_KEY)
                whole.seek(0)
                while part := whole.read(1 << 20):
                    sys.stdout.buffer.write(part)
                sys.stdout.buffer.flush()
            return summary
        target = Path(path).absolute()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        try:
            with os.fdopen(handle, "w+b") as file:
                summary = make_backup(file, settings.BACKUP_KEY)
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return summary
