"""What has happened since a city's contribution was printed: as data, and in words.

The words answer in the active language, as those of `wording` do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from django.utils import formats
from django.utils.translation import gettext as _

from llex.text import Phrase, RichText

if TYPE_CHECKING:
    from sessions_app.briefing.document import Response


@dataclass(frozen=True, slots=True)
class Update:
    """What a city said later of a policy response: still true, changed or ended."""

    kind: Literal["true", "changed", "ended"]
    day: date
    text: RichText | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A city that was in an earlier edition and took its contribution back."""

    slug: str
    name: Phrase
    day: date


def update(response: Response) -> str:
    """Say what became of a response and when, or nothing where nobody was asked."""
    if response.update is None:
        return ""
    told = {
        "true": _("Still true, says the city on %(date)s."),
        "changed": _("Changed since, says the city on %(date)s."),
        "ended": _("Ended, says the city on %(date)s."),
    }
    return told[response.update.kind] % {"date": _date(response.update.day)}


def withdrawals(withdrawn: Iterable[Withdrawal]) -> list[str]:
    """Say of each city that it took back what earlier editions print."""
    return [
        _("%(city)s has withdrawn its contribution since, on %(date)s.")
        % {"city": one.name, "date": _date(one.day)}
        for one in withdrawn
    ]


def _date(day: date) -> str:
    return formats.date_format(day, _("j F Y"))
