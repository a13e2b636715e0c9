"""Bring back what `backup` wrote."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from llex.core.backup import BackupError, check_backup, files, restore_backup
from llex.core.backup.restoring import has_other_key
from llex.core.mail.models import Mail


class Command(BaseCommand):
    help = "Restores a backup into an empty site. Nothing is changed unless all of it fits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a backup; - is the input")
        parser.add_argument("--check", action="store_true", help="read it whole, change nothing")
        parser.add_argument(
            "--replace", action="store_true", help="replace everything that the site holds"
        )

        parser.add_argument(
            "--erased",
            metavar="LIST",
            help="a file that `personal_data --list-erased` wrote: erase these people again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _opened(options["file"]) as file:
                header = check_backup(file, settings.BACKUP_KEY)
                self.stdout.write(f"A whole backup of {header['site']}, made {header['made_at']}.")
                if has_other_key(header):
                    self.stderr.write(
                        "Its SECRET_KEY was another. Set that one, or links that were sent and "
                        "log-ins no longer work."
                    )
                if options["check"]:
                    return
                summary = restore_backup(
                    file,
                    settings.BACKUP_KEY,
                    replace=options["replace"],
                    erased=_erased(options["erased"]),
                )
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error} Nothing was changed.") from error
        except OSError as error:
            raise CommandError(f"{error.strerror or error}. Nothing was changed.") from error
        self.stdout.write(f"Restored {summary.rows} rows and {summary.files} files.")
        if summary.erased:
            self.stdout.write(f"Erased {summary.erased} people again who had been erased since.")
        if waiting := Mail.objects.pending().count():
            self.stdout.write(
                f"{waiting} mails waited when the backup was made, and may have been sent since. "
                "They are sent once the clock runs: look at them in the admin before."
            )


def _erased(path: str | None) -> dict[str, datetime]:
    """Read a list of erased people. Raise CommandError for another file."""
    lines = Path(path).read_text().splitlines() if path else []
    try:
        pairs = [line.split() for line in lines if line.strip()]
        return {one: datetime.fromisoformat(moment) for one, moment in pairs}
    except ValueError as error:
        text = f"{path} is no list that `personal_data --list-erased` wrote. Nothing was changed."
        raise CommandError(text) from error


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    """Open a file that can be read twice."""
    if path != "-":
        with Path(path).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile(dir=files.scratch()) as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        yield copy
