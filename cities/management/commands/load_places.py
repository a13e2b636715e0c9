"""The command `load_places`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cities.directory import gazetteer_loading
from cities.models import Place


class Command(BaseCommand):
    """Load the gazetteer for city look-up; running it again updates it."""

    help = "Loads the gazetteer (GeoNames) for city look-up; running it again updates it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--min-population",
            type=int,
            default=gazetteer_loading.DEFAULT_MINIMUM,
            help="Leave out smaller places (default: %(default)s).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(places: Any) -> Any:
            return tqdm(places, desc="Places", unit=" places", disable=not options["verbosity"])

        try:
            written = gazetteer_loading.load(options["min_population"], progress=progress)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{written} places new or updated; {Place.objects.count()} in the gazetteer."
        )
