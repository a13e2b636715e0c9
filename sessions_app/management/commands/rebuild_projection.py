"""Write again what readers find about cities, from the current editions."""

from typing import Any

from django.core.management.base import BaseCommand

from sessions_app.briefing.projection import rebuild
from sessions_app.models import Edition


class Command(BaseCommand):
    help = "Writes what readers find about cities anew, from the current edition of each session."

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.current().order_by("pk").prefetch_related("documents")
        rows = rebuild(editions)
        self.stdout.write(f"Contributions that readers find: {rows}.")
