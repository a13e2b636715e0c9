"""Ask the cities whose contributions were printed six months ago whether they are still true."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now

from cities.models import Contribution
from cities.models.follow_ups import AFTER
from cities.review import transitions


class Command(BaseCommand):
    help = (
        "Asks the officers of each contribution that was published in an edition six months ago or"
        " earlier, and was not asked about since, whether it is still true. For cron: run again,"
        " it writes to nobody twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list them and write to nobody")

    def handle(self, *args: Any, **options: Any) -> None:
        due = Contribution.objects.to_follow_up(now() - AFTER).order_by("pk")
        keys = list(due.values_list("pk", flat=True))
        asked = sum(self._asked(key, dry_run=options["dry_run"]) for key in keys)
        verb = "would be asked" if options["dry_run"] else "asked"
        self.stdout.write(f"{asked} of {len(keys)} contributions {verb}.")

    @transaction.atomic
    def _asked(self, key: int, *, dry_run: bool) -> bool:
        """Ask the city, and with *dry_run* undo that: what is counted is what would be done."""
        # Two runs at once: the second waits for the lock here and then finds nothing due.
        Contribution.objects.select_for_update().filter(pk=key).values_list("pk").first()
        due = Contribution.objects.to_follow_up(now() - AFTER).filter(pk=key)
        contribution = due.select_related("city", "session__series").first()
        if contribution is None:
            return False
        name = f"{contribution.city}, {contribution.session.slug}"
        written = transitions.ask_follow_up(contribution)
        if dry_run:
            transaction.set_rollback(True)
        if not written:
            self.stderr.write(f"{name}: nobody to write to.")
            return False
        self.stdout.write(name)
        return True
