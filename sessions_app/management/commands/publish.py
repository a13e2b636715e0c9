"""Preflight a session's note and publish it as a new edition."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions_app.briefing.editions import NotReady, publish
from sessions_app.models import LearningSession


class Command(BaseCommand):
    help = "Checks a session's note and publishes it as a new edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", metavar="SESSION-SLUG")
        parser.add_argument("--note", default="", help="what differs from the edition before")
        parser.add_argument(
            "--override", default="", metavar="REASON", help="publish in spite of errors"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        session = LearningSession.objects.filter(slug=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session “{options['session']}”.")
        try:
            published = publish(session, note=options["note"], override=options["override"])
        except NotReady as problem:
            for finding in problem.findings:
                self.stderr.write(f"{finding.severity}: {finding}")
            raise CommandError(
                "Not published. Mend the errors, or give a reason with --override."
            ) from None
        for finding in published.findings:
            self.stderr.write(f"{finding.severity}: {finding}")
        if published.is_new:
            self.stdout.write(f"Published edition {published.edition.number} of {session.slug}.")
        else:
            self.stdout.write(
                f"Nothing has changed since edition {published.edition.number} of {session.slug}."
            )
