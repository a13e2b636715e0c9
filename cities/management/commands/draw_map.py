"""Draw the land of the map of cities ahead of its first reader."""

from typing import Any

from django.core.management.base import BaseCommand

from cities.public.map import land


class Command(BaseCommand):
    help = "Draws the land of the map of cities, unless that has been done. Takes some seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        size = len(land.svg())
        if options["verbosity"]:
            self.stdout.write(f"The land is drawn: {size / 1000:.0f} kB.")
