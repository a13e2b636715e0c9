"""Write again what readers find, and the index of the search, from the current editions."""

from typing import Any

from django.core.management.base import BaseCommand

from sessions_app.briefing.projection import cities, priorities, search
from sessions_app.models import Edition


class Command(BaseCommand):
    help = "Writes what readers find, and the index of the search, anew from current editions."

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.current().order_by("pk").prefetch_related("documents")
        contributions = cities.rebuild(editions)
        results = priorities.rebuild(editions)
        found = search.rebuild(editions.select_related("session"))
        self.stdout.write(f"Contributions that readers find: {contributions}.")
        self.stdout.write(f"Results of consultations that readers find: {results}.")
        self.stdout.write(f"Entries of the search in all languages: {found}.")
