"""Check a session's note without publishing it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions_app.briefing.preflight.checks import check_note
from sessions_app.models import LearningSession


class Command(BaseCommand):
    help = (
        "Checks a session's note, and lists what is found, then what was dismissed. Exits with 1 "
        "where errors stop it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", metavar="SESSION-SLUG")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        session = LearningSession.objects.filter(slug=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session “{options['session']}”.")
        check = check_note(session)
        if options["json"]:
            self.stdout.write(json.dumps(check.as_data(), ensure_ascii=False, indent=2))
        else:
            for finding in check.findings:
                self.stdout.write(f"{finding.severity}: {finding}")
            for finding in check.dismissed:
                said = finding.as_data()["dismissed"]["reason"]
                self.stdout.write(f"dismissed: {finding} ({said})")
        if check.errors:
            raise CommandError(f"Errors that stop the note: {len(check.errors)}.")
