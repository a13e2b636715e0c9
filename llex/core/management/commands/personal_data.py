"""Show, export or erase everything held about a person."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from llex.core.personal_data.collecting import collect, export
from llex.core.personal_data.erasing import ErasureOutcome, erase, erased_people, plan
from llex.core.personal_data.subjects import Subject, find_subject


class Command(BaseCommand):
    help = (
        "Shows what is held about the person of an e-mail address; exports or erases it. A person "
        "without an address is named by the row, as in sessions_app.person:12."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="", metavar="ADDRESS")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--export", metavar="FILE", help="write it as JSON")
        what.add_argument("--erase", action="store_true", help="erase the person")
        what.add_argument(
            "--list-erased",
            action="store_true",
            help="print fingerprints of all who were erased, with the moment",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what --erase would do")
        parser.add_argument(
            "--also-shared",
            action="store_true",
            help="replace the name in texts although other people have it, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list_erased"]:
            for one, moment in erased_people().items():
                self.stdout.write(f"{one} {moment.isoformat()}")
            return
        subject = _subject(options["address"])
        if not subject.is_known:
            raise CommandError("Nothing is held under this address.")
        if options["export"]:
            text = json.dumps(export(subject), ensure_ascii=False, indent=2)
            Path(options["export"]).write_text(f"{text}\n", encoding="utf-8")
            self.stdout.write(f"Written to {options['export']}.")
        elif options["erase"]:
            self._erase(subject, options)
        else:
            self._show(subject)

    def _show(self, subject: Subject) -> None:
        for holding in collect(subject):
            self.stdout.write(f"{holding.title} ({holding.erasing.label}):")
            for row in holding.rows:
                values = "; ".join(f"{label}: {value}" for label, value in row.values)
                self.stdout.write(f"  {row.title} – {values}")

    def _erase(self, subject: Subject, options: dict[str, Any]) -> None:
        is_dry = options["dry_run"]
        outcome = (plan if is_dry else erase)(subject, also_shared=options["also_shared"])
        self.stdout.write("Would be done:" if is_dry else "Done:")
        self._tell(outcome)

    def _tell(self, outcome: ErasureOutcome) -> None:
        for (model, what), count in sorted(outcome.rows.items()):
            name = apps.get_model(model)._meta.verbose_name_plural
            self.stdout.write(f"  {what.label}: {count} ({name})")
        for finding in outcome.texts:
            self.stdout.write(f"  replaced in {finding.model} {finding.pk} {finding.title}")
        for name in outcome.left:
            self.stdout.write(f"  left in texts, since others have this name, too: {name}")


def _subject(what: str) -> Subject:
    """Return the person of an address or a row. Raise CommandError for neither."""
    if "@" in what:
        return find_subject(what)
    model, _colon, key = what.partition(":")
    try:
        apps.get_model(model)
        int(key)
    except (LookupError, ValueError) as error:
        raise CommandError("Give an e-mail address, or a row as sessions_app.person:12.") from error
    return find_subject(row=what)
