"""Compile the translation catalogues without GNU gettext.

Takes the place of Django's command of the same name, which needs the system's `msgfmt`: a fresh
clone must run on a machine that has only Python.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compiles the translation catalogues (.po) to what Django reads (.mo), without gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                self.compile(catalogue)
                if options["verbosity"] > 0:
                    self.stdout.write(f"compiled {catalogue.relative_to(folder)}")

    def compile(self, catalogue: Path) -> None:
        try:
            entries = polib.pofile(str(catalogue))
        except (OSError, ValueError) as error:
            raise CommandError(f"{catalogue} cannot be read: {error}") from error
        # polib looks for them, too, but compares each entry with all before it.
        times = Counter((entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete)
        if twice := [msgid for (_context, msgid), number in times.items() if number > 1]:
            raise CommandError(f"{catalogue} has twice: {', '.join(map(repr, twice))}")
        entries.save_as_mofile(str(catalogue.with_suffix(".mo")))
