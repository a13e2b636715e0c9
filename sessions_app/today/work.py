"""Say what is to be done for the sessions that are worked on, and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cities.models import WordingStanding
from cities.wording.approval import overall_state
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items
from llex.core.time_zones.moments import short_moment
from sessions_app.cockpit.next_step import Step, due_steps
from sessions_app.cockpit.session_facts import SessionFacts, session_facts
from sessions_app.models import LearningSession
from sessions_app.models.speakers import invitation_of
from sessions_app.today.session_rows import SessionAtWork

# A city that was asked to approve, or not yet.
_TO_ASK: Final = frozenset(
    {WordingStanding.NOT_SENT, WordingStanding.CHANGED, WordingStanding.PARTLY}
)
_ASKED: Final = frozenset({WordingStanding.SENT, WordingStanding.ASKED})


class Actor(models.TextChoices):
    """Those whose turn it is, other than the reader."""

    CITIES = "cities", pgettext_lazy("those who are to act", "The cities")
    SPEAKERS = "speakers", pgettext_lazy("those who are to act", "The speakers")
    CLOCK = "clock", pgettext_lazy("those who are to act", "By itself")


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits for *actor*, and the place at which it is seen."""

    actor: Actor
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class SessionWork:
    """A session with the steps that are due for the organisers, and what waits for others.

    *people* says how many are registered for a session to come.
    """

    session: LearningSession
    address: str
    facts: SessionFacts
    steps: list[Step]
    lines: list[WaitingLine]
    people: str = ""

    @property
    def is_to_come(self) -> bool:
        """Return whether the session has not begun."""
        return self.session.starts_at > now()


def session_work(one: SessionAtWork, own_zone: str) -> SessionWork:
    """Return what waits for the session; makes no query. *own_zone* is the reader's."""
    session = one.session
    address = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    edition: Any = session if one.is_published else None
    facts = session_facts(session, edition, own_zone, is_changed=False)
    if session.is_cancelled:
        return SessionWork(session, address, facts, [], [], people_text(session))
    due = [
        *_failed_publication(session, address),
        *due_steps(one.rows, one.cities, (), one.comments, is_published=one.is_published),
        *_approvals(one),
    ]
    return SessionWork(
        session=session,
        address=address,
        facts=facts,
        steps=[replace(step, address=_from_outside(step.address, address)) for step in due],
        lines=[*_cities(one, address), *_speakers(session), *_clock(session, address)],
        people=people_text(session),
    )


def people_text(session: LearningSession) -> str:
    """Return how many have a place, of how many, and how many wait; nothing once it has begun.

    The participants are read already.
    """
    if session.starts_at <= now():
        return ""
    people = session.participants.all()
    taken = sum(one.takes_part for one in people)
    waiting = sum(one.status == one.Status.WAITING for one in people)
    if session.capacity is None:
        text = ngettext("%(count)s registered", "%(count)s registered", taken)
    else:
        text = ngettext(
            "%(count)s registered for %(places)s places",
            "%(count)s registered for %(places)s places",
            taken,
        )
    parts = [text % {"count": number(taken), "places": number(session.capacity or 0)}]
    if waiting:
        wait = ngettext("%(count)s on the waiting list", "%(count)s on the waiting list", waiting)
        parts.append(wait % {"count": number(waiting)})
    return join_items(parts)


def _from_outside(address: str, page: str) -> str:
    return f"{page}{address}" if address.startswith("#") else address


def _standings(one: SessionAtWork) -> list[WordingStanding]:
    """Return how far each city has come that is asked to approve its text."""
    return [
        overall_state(line.contribution.wording_standings)
        for line in one.cities
        if line.contribution.pk in one.rows.answerable
    ]


def _approvals(one: SessionAtWork) -> Iterator[Step]:
    """Yield the step to ask cities to approve their text."""
    if count := sum(state in _TO_ASK for state in _standings(one)):
        text = ngettext(
            "Ask %(count)s city to approve its text",
            "Ask %(count)s cities to approve their text",
            count,
        )
        yield Step(text % {"count": number(count)}, _("To the cities"), "#cities")


def _cities(one: SessionAtWork, page: str) -> Iterator[WaitingLine]:
    """Yield how many cities have not answered, or not approved."""
    if silent := sum(line.contribution.awaits_city and line.is_invited for line in one.cities):
        text = ngettext(
            "%(count)s city has not answered", "%(count)s cities have not answered", silent
        )
        yield WaitingLine(Actor.CITIES, text % {"count": number(silent)}, f"{page}#cities")
    if asked := sum(state in _ASKED for state in _standings(one)):
        text = ngettext(
            "%(count)s city has not approved its text yet",
            "%(count)s cities have not approved their text yet",
            asked,
        )
        yield WaitingLine(Actor.CITIES, text % {"count": number(asked)}, f"{page}#cities")


def _speakers(session: LearningSession) -> Iterator[WaitingLine]:
    """Yield how many speakers have not answered, while they can."""
    if session.is_cancelled or session.ends_at <= now():
        return
    invited = filter(None, map(invitation_of, session.participants.all()))
    if silent := sum(one.awaits_answer for one in invited):
        text = ngettext(
            "%(count)s speaker has not answered", "%(count)s speakers have not answered", silent
        )
        page = reverse("admin:sessions_app_learningsession_speakers", args=[session.pk])
        yield WaitingLine(Actor.SPEAKERS, text % {"count": number(silent)}, page)


def _failed_publication(session: LearningSession, page: str) -> Iterator[Step]:
    planned = getattr(session, "scheduled_publication", None)
    if planned is not None and planned.failed_at:
        moment = short_moment(planned.publish_at, session.time_zone)
        text = _("The note was not published at the set hour, %(moment)s")
        yield Step(text % {"moment": moment}, _("See the check"), f"{page}#check")


def _clock(session: LearningSession, page: str) -> Iterator[WaitingLine]:
    """Yield the publication that is planned."""
    planned = getattr(session, "scheduled_publication", None)
    if planned is not None and not planned.failed_at:
        moment = short_moment(planned.publish_at, session.time_zone)
        text = _("The note is published on %(moment)s") % {"moment": moment}
        yield WaitingLine(Actor.CLOCK, text, f"{page}#publish")
