"""The command `publish_due`."""

from typing import Any

from django.core.management.base import BaseCommand

from sessions_app.briefing.scheduled_publication import publish_due


class Command(BaseCommand):
    """Publish the notes whose hour has come; meant to be run every minute."""

    help = (
        "Publishes the notes whose hour has come; where the check stops one, writes to the person"
        " who set the hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if count := publish_due():
            self.stdout.write(f"{count} published.")
