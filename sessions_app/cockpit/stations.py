"""The six stations of a session, from planning to its publication."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import formats
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core.languages.numbers import number
from llex.core.mail.models import UNDELIVERED, MailState
from llex.core.time_zones.moments import in_zone
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.briefing.preflight.findings import Finding, errors_in
from sessions_app.cockpit.city_lines import CityLine
from sessions_app.models import Edition, LearningSession, Participant


@dataclass(frozen=True, slots=True)
class Station:
    """A station: a *fact*, what *more* there is to say, and where to go.

    *waiting* and *failed* say how many of its e-mails were not sent.
    """

    name: str
    fact: str
    more: str
    address: str
    is_done: bool = False
    style: Literal["done", "now", "later"] = "later"
    waiting: str = ""
    failed: str = ""


def stations(
    rows: NoteRows,
    lines: Sequence[CityLine],
    findings: Sequence[Finding],
    edition: Edition | None,
    *,
    is_changed: bool,
) -> list[Station]:
    """Return the six stations; the first that is not done is the one where things are now."""
    session = rows.session
    people_mails, city_mails = unsent_mails(session)
    found = [
        _plan(session),
        _with_mails(_register(session), people_mails),
        _with_mails(_invite(session, lines), city_mails),
        _session(rows),
        _note(rows, lines, is_done=edition is not None and not is_changed),
        _publish(session, findings, edition, is_changed=is_changed),
    ]
    current = next((one for one in found if not one.is_done), None)
    return [
        replace(one, style="done" if one.is_done else "now" if one is current else "later")
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class UnsentMails:
    """How many e-mails wait to be sent, and how many were not delivered."""

    waiting: int = 0
    failed: int = 0


def unsent_mails(session: LearningSession) -> tuple[UnsentMails, UnsentMails]:
    """Return the e-mails to people of the session, and those to its cities. One query."""
    to_cities = Q(about_type__app_label="cities")
    waiting = Q(state__in=(MailState.WAITING, MailState.SENDING))
    failed = Q(state__in=UNDELIVERED)
    counted = session.mails.aggregate(
        people_waiting=Count("pk", filter=waiting & ~to_cities),
        people_failed=Count("pk", filter=failed & ~to_cities),
        cities_waiting=Count("pk", filter=waiting & to_cities),
        cities_failed=Count("pk", filter=failed & to_cities),
    )
    return (
        UnsentMails(counted["people_waiting"], counted["people_failed"]),
        UnsentMails(counted["cities_waiting"], counted["cities_failed"]),
    )


def _with_mails(station: Station, mails: UnsentMails) -> Station:
    waiting = ngettext("%(count)s e-mail waits", "%(count)s e-mails wait", mails.waiting)
    failed = ngettext(
        "%(count)s e-mail not delivered", "%(count)s e-mails not delivered", mails.failed
    )
    return replace(
        station,
        waiting=waiting % {"count": number(mails.waiting)} if mails.waiting else "",
        failed=failed % {"count": number(mails.failed)} if mails.failed else "",
    )


def _plan(session: LearningSession) -> Station:
    address = reverse("admin:sessions_app_learningsession_change", args=[session.pk])
    name = pgettext("station of a session", "Plan")
    if session.cancelled_at:
        day = _day(session.cancelled_at, session)
        return Station(name, pgettext("a session", "cancelled"), day, address, is_done=True)
    if session.announced_at and session.is_announced:
        day = _day(session.announced_at, session)
        return Station(name, pgettext("a session", "announced"), day, address, is_done=True)
    is_past = now() >= session.ends_at
    return Station(name, _("not announced"), _day(session.starts_at, session), address, is_past)


def _register(session: LearningSession) -> Station:
    people = [one for one in session.participants.all() if one.takes_part]
    waiting = sum(one.status == Participant.Status.WAITING for one in session.participants.all())
    listed = sum(one.is_listed for one in people)
    fact = ngettext("%(count)s person", "%(count)s people", len(people))
    more = ngettext("%(count)s agrees to be listed", "%(count)s agree to be listed", listed)
    count = listed
    if waiting:
        more, count = ngettext("%(count)s is waiting", "%(count)s are waiting", waiting), waiting
    return Station(
        pgettext("station of a session", "Register"),
        fact % {"count": number(len(people))},
        more % {"count": number(count)},
        reverse("admin:sessions_app_learningsession_registration", args=[session.pk]),
        is_done=bool(people) or now() >= session.starts_at,
    )


def _invite(session: LearningSession, lines: Sequence[CityLine]) -> Station:
    answered = sum(not line.contribution.awaits_city for line in lines)
    if lines:
        text = ngettext(
            "%(answered)s of %(count)s city has answered",
            "%(answered)s of %(count)s cities have answered",
            len(lines),
        )
        fact = text % {"answered": number(answered), "count": number(len(lines))}
    else:
        fact = _("no city yet")
    due = session.contributions_due_at
    more = _("due %(day)s") % {"day": _day(due, session)} if due else _("no due date")
    name = pgettext("station of a session", "Invite")
    return Station(name, fact, more, "#cities", is_done=bool(lines) and answered == len(lines))


def _session(rows: NoteRows) -> Station:
    session, ballots = rows.session, rows.ballots
    if present := rows.head_count.number:
        text = ngettext("%(count)s was present", "%(count)s were present", present)
        fact = text % {"count": number(present)}
    else:
        fact = _day(session.starts_at, session)
    more = ngettext("%(count)s ballot", "%(count)s ballots", ballots) % {"count": number(ballots)}
    ballots_page = reverse("admin:priorities_consultation_changelist")
    address = f"{ballots_page}?session__id__exact={session.pk}"
    if now() >= session.starts_at:
        address = reverse("admin:sessions_app_learningsession_attendance", args=[session.pk])
    return Station(
        pgettext("station of a session", "Session"),
        fact,
        more,
        address,
        is_done=now() >= session.ends_at,
    )


def _note(rows: NoteRows, lines: Sequence[CityLine], *, is_done: bool) -> Station:
    count = len(rows.printed)
    text = ngettext("%(count)s city in it", "%(count)s cities in it", count)
    work = sum(one.open for line in lines for one in line.languages)
    more = ngettext("%(count)s translation open", "%(count)s translations open", work)
    return Station(
        pgettext("station of a session", "Note"),
        text % {"count": number(count)},
        more % {"count": number(work)} if work else "",
        "#note",
        is_done=is_done,
    )


def _publish(
    session: LearningSession,
    findings: Sequence[Finding],
    edition: Edition | None,
    *,
    is_changed: bool,
) -> Station:
    name = pgettext("station of a session", "Publish")
    if edition:
        fact = _("edition %(number)s") % {"number": number(edition.number)}
        more = _("changed since") if is_changed else _day(edition.published_at, session)
        if edition.withdrawn_at:
            more = pgettext("a note", "withdrawn")
        return Station(name, fact, more, "#publish", is_done=not is_changed)
    stopping = len(errors_in(findings))
    if stopping:
        text = ngettext("%(count)s thing stops it", "%(count)s things stop it", stopping)
        return Station(name, text % {"count": number(stopping)}, "", "#check")
    return Station(name, _("not published yet"), "", "#publish")


def _day(moment: object, session: LearningSession) -> str:
    return formats.date_format(in_zone(moment, session.time_zone), _("j F"))  # type: ignore[arg-type]
