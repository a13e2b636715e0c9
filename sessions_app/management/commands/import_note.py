"""Import a briefing note as a draft session."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cities.models import Place
from llex.core import languages
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.report import report
from sessions_app.importing.run import import_note


class Command(BaseCommand):
    help = "Makes a draft session of a note: DOCX, ODT, PDF, HTML, Markdown, text or our JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--series", required=True, metavar="SLUG", help="made if it is new")
        parser.add_argument("--language", required=True, choices=languages.CODES)
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if not Place.objects.exists():
            self.stderr.write("The gazetteer is empty; it is loaded first, which takes a while.")
        try:
            with transaction.atomic():
                imported = import_note(
                    data, path.name, series=options["series"], language=options["language"]
                )
                lines = list(
                    report(imported.reading, imported.note, imported.draft, imported.completeness)
                )
                if options["dry_run"]:
                    # Everything was done, so everything was tried; now nothing has happened.
                    transaction.set_rollback(True)
        except ImportRefused as error:
            raise CommandError(f"{path.name} was not imported. {error}") from error
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was written.")
        for line in lines:
            self.stdout.write(line)
