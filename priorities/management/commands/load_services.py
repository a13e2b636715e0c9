"""The command `load_services`."""

from typing import Any

from django.core.management.base import BaseCommand

from priorities.catalogue import load_services
from priorities.models import Service


class Command(BaseCommand):
    """Load the catalogue of public services; what is there already stays as it is."""

    help = "Loads the catalogue of public services in all languages. Running it again is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        before = Service.objects.count()
        services = load_services()
        new = Service.objects.count() - before
        self.stdout.write(f"Services: {len(services)} in the catalogue, {new} of them new.")
