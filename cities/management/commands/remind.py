"""The command `remind`."""

from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cities.invitations import reminders


class Command(BaseCommand):
    """Remind the officers who have not answered; meant to be run every hour or every day."""

    help = (
        "Reminds officers who have not answered, before the due date and once while late"
        " contributions are taken. However often it runs, nobody is reminded twice for one moment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            default=",".join(map(str, reminders.DAYS)),
            help="How many days before the due date, separated by commas (default: %(default)s).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be sent, and send nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days, is_dry = _days(options["days"]), options["dry_run"]
        count = 0
        with transaction.atomic() if is_dry else nullcontext():
            for reminder in reminders.due_reminders(days):
                if reminders.send_reminder(reminder):
                    count += 1
                    self._say(reminder)
            if is_dry:
                # What was counted was done; now nothing has happened, and no mail is sent.
                transaction.set_rollback(True)
        self.stdout.write(f"{'To be written' if is_dry else 'Written'}: {count}.")

    def _say(self, reminder: reminders.Reminder) -> None:
        invitation = reminder.invitation
        contribution, user = invitation.contribution, invitation.officer.user
        self.stdout.write(
            f"{contribution.session.slug}  {contribution.city}  {user.email}"
            f"  {contribution.state}, for {reminder.moment:%Y-%m-%d %H:%M}"
        )


def _days(typed: str) -> tuple[int, ...]:
    try:
        days = tuple(int(part) for part in typed.split(","))
    except ValueError as problem:
        raise CommandError(f"“{typed}” is not a list of days; an example is 7,2,0.") from problem
    if any(day < 0 for day in days):
        raise CommandError("Days are counted before the due date: 0 or more.")
    return days
