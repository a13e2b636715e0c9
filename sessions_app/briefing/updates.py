"""Withdrawals of contributions that earlier editions print, as data and in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cities.public import phrases
from llex.core.text import Phrase


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A city that was in an earlier edition and took its contribution back.

    *former* are other slugs under which earlier editions print it.
    """

    slug: str
    name: Phrase
    day: date
    former: tuple[str, ...] = ()

    def was_in(self, slugs: set[str]) -> bool:
        """Return whether the city is among the *slugs* of an edition."""
        return not slugs.isdisjoint({self.slug, *self.former})


def withdrawals(withdrawn: Iterable[Withdrawal]) -> list[str]:
    """Say of each city that it took back what earlier editions print."""
    return [
        _("%(city)s has withdrawn its contribution since, on %(date)s.")
        % {"city": one.name, "date": phrases.day(one.day)}
        for one in withdrawn
    ]
