"""The command `send_mail`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from llex.core.mail import delivery
from llex.core.mail.models import Mail, MailState


class Command(BaseCommand):
    """Deliver what is due; meant to be run every minute."""

    help = (
        "Delivers the mails that wait and tries those again that failed. However often and in"
        " however many processes it runs, no mail is delivered twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--most", type=int, default=500, help="How many are tried (default: %(default)s)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        accepted = delivery.deliver_due(options["most"])
        counts = {
            "Accepted by the mail server": accepted,
            "Pending": Mail.objects.pending().count(),
            "Given up": Mail.objects.filter(state=MailState.GIVEN_UP).count(),
        }
        # The clock runs it every minute: a log full of nothing hides what matters.
        if accepted or options["verbosity"] > 1 or counts["Pending"]:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()) + ".")
