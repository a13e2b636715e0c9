"""Preflight a session's note and publish it as a new edition."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions_app.briefing.editions import NotReady, publish
from sessions_app.briefing.preflight.findings import unapproved_in
from sessions_app.models import LearningSession


class Command(BaseCommand):
    help = "Checks a session's note and publishes it as a new edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", metavar="SESSION-SLUG")
        parser.add_argument("--note", default="", help="what differs from the edition before")
        parser.add_argument(
            "--override", default="", metavar="REASON", help="publish in spite of errors"
        )
        parser.add_argument(
            "--without-approval",
            action="store_true",
            help="with --override: publish what no second person has approved (FOUR_EYES)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        session = LearningSession.objects.filter(slug=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session “{options['session']}”.")
        try:
            published = publish(
                session,
                note=options["note"],
                override=options["override"],
                without_approval=session.languages if options["without_approval"] else (),
            )
        except NotReady as problem:
            for finding in problem.findings:
                self.stderr.write(f"{finding.severity}: {finding}")
            way = "give a reason with --override"
            if unapproved_in(problem.findings):
                way += " and --without-approval"
            raise CommandError(f"Not published. Mend the errors, or {way}.") from None
        for finding in published.findings:
            self.stderr.write(f"{finding.severity}: {finding}")
        if published.is_new:
            self.stdout.write(f"Published edition {published.edition.number} of {session.slug}.")
        else:
            self.stdout.write(
                f"Nothing has changed since edition {published.edition.number} of {session.slug}."
            )
