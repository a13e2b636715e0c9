"""A session's public page: the phase that it is in, and what is shown of it then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Prefetch
from django.utils.timezone import now
from django.utils.translation import get_language

from cities.models import City, Contribution
from llex.core import languages
from llex.core.languages import data, world_languages
from llex.core.languages.phrases import join_with_and
from sessions_app.models import AgendaItem, LearningSession, Participant

_SOON: Final = timedelta(days=1)
# A city takes part once it has begun to write.
_TAKING_PART: Final = (
    Contribution.State.DRAFT,
    Contribution.State.SUBMITTED,
    Contribution.State.CHANGES_REQUESTED,
    Contribution.State.ACCEPTED,
)


class PagePhase(StrEnum):
    """The phase that the page of a session is in."""

    ANNOUNCED = "announced"
    REGISTRATION = "registration"
    SOON = "soon"
    LIVE = "live"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item of the agenda, with its hours and the speakers who agree to be named."""

    item: AgendaItem
    starts_at: datetime
    ends_at: datetime
    speakers: list[Participant]


def page_phase(session: LearningSession, moment: datetime | None = None) -> PagePhase:
    """Return the phase at a *moment*, now unless it is given.

    A session is soon for the 24 hours before it begins, whether or not people may still register.
    """
    moment = moment or now()
    if session.is_cancelled:
        return PagePhase.CANCELLED
    if moment >= session.ends_at:
        return PagePhase.OVER
    if moment >= session.starts_at:
        return PagePhase.LIVE
    if moment >= session.starts_at - _SOON:
        return PagePhase.SOON
    return PagePhase.REGISTRATION if session.takes_registrations else PagePhase.ANNOUNCED


def agenda_of(session: LearningSession) -> list[AgendaEntry]:
    """Return the agenda with its hours, from the beginning of the session on. Two queries."""
    listed = Participant.objects.listed().select_related("person")
    items = session.agenda.prefetch_related(Prefetch("speakers", queryset=listed))
    entries, begins = [], session.starts_at
    for item in items:
        ends = begins + timedelta(minutes=item.minutes)
        entries.append(AgendaEntry(item, begins, ends, list(item.speakers.all())))
        begins = ends
    return entries


def cities_of(session: LearningSession) -> list[City]:
    """Return the cities that take part, in the order of the note. One query."""
    rows = session.contributions.filter(state__in=_TAKING_PART).select_related("city")
    return [row.city for row in rows.order_by("order", "pk")]


def language_names(codes: list[str]) -> str:
    """Return the names of languages in the reader's language, as a sentence lists them."""
    names = data.read_names(get_language() or languages.DEFAULT)
    return join_with_and(names.get(code) or world_languages.name_of(code) for code in codes)
