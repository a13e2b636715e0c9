"""Computed words about what cities said, in the active language."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from cities.public.city_documents import Update


def day(moment: date) -> str:
    """Write a day as readers of the language do."""
    return formats.date_format(moment, _("j F Y"))


def became(update: Update) -> str:
    """Say what became of a policy response, and on which day the city said so."""
    told = {
        "true": _("Still true, says the city on %(date)s."),
        "changed": _("Changed since, says the city on %(date)s."),
        "ended": _("Ended, says the city on %(date)s."),
    }
    return told[update.kind] % {"date": day(update.day)}
