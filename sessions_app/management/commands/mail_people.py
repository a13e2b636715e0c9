"""The command `mail_people`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sessions_app.mailings.sending import plan_reminders, plan_thanks, write_due


class Command(BaseCommand):
    """Write the reminders, news and messages that are due; meant to be run every minute."""

    help = "Writes the e-mails to people of sessions that are due into the outbox, each once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, help="how many e-mails at most (MAILING_RATE)")

    def handle(self, *args: Any, **options: Any) -> None:
        plan_reminders()
        plan_thanks()
        if count := write_due(options["most"]):
            self.stdout.write(f"{count} written.")
