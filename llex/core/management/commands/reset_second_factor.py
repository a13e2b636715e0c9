"""Take a lost second factor off an account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from llex.core.accounts import second_factor
from llex.core.models import User


class Command(BaseCommand):
    help = "Removes the second factor of somebody who lost it; they set up another at log-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="E-MAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['email']}.")
        if not second_factor.remove(user):
            raise CommandError(f"{user.email} has no second factor.")
        self.stdout.write(f"{user.email} has no second factor any more.")
