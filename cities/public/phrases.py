"""Computed phrases about contributions, in the active language."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from cities.wording.published_row import PublishedUpdate


def day(moment: date) -> str:
    """Write a day as readers of the language do."""
    return formats.date_format(moment, _("j F Y"))


def follow_up(update: PublishedUpdate) -> str:
    """Return the follow-up of a policy response as a sentence, with its day."""
    sentences = {
        "true": _("Still true, says the city on %(date)s."),
        "changed": _("Changed since, says the city on %(date)s."),
        "ended": _("Ended, says the city on %(date)s."),
    }
    return sentences[update.kind] % {"date": day(update.day)}
