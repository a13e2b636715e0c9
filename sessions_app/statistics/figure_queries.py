"""Queries behind the figures of sessions; each function makes a constant number of them.

All answer by the key of the session. *countries*, where there are any, leave out people and cities
of others, and those whose city is not known.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.timezone import now

from cities.models import Contribution, Invitation, Officer, Submission
from llex.core.mail.models import Mail
from sessions_app.models import (
    HeadCount,
    LearningSession,
    MeetingAttendee,
    Participant,
    Registration,
    RegistrationSums,
)
from sessions_app.querysets import SPEAKING_ROLES

Keys = Collection[int]
# By session, how many there are of each code.
CountsBySession = dict[int, Counter[str]]

_PLACED = Q(status__in=(Participant.Status.REGISTERED, Participant.Status.ATTENDED))
_PRESENT = Q(status=Participant.Status.ATTENDED)


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many *registered*, and the head count; None is not recorded.

    *without_city* are those registered whose city is not known.
    """

    registered: int | None
    came: int | None
    speakers: int = 0
    without_city: int = 0


def people_counts(
    sessions: Sequence[LearningSession], countries: Collection[str]
) -> dict[int, PeopleCounts]:
    """Count those who registered, were present, and spoke. Two queries."""
    keys = [session.pk for session in sessions]
    here = Q(person__city__country__in=countries) if countries else Q(pk__isnull=False)
    rows = (
        Participant.objects.filter(session__in=keys)
        .order_by()
        .values("session")
        .annotate(
            noted=Count("pk", filter=_PRESENT),
            registered=Count("pk", filter=_PLACED & here),
            attended=Count("pk", filter=_PRESENT & here),
            speakers=Count("pk", filter=_PLACED & here & Q(role__in=SPEAKING_ROLES)),
            without_city=Count("pk", filter=_PLACED & Q(person__city__isnull=True)),
        )
    )
    by_session = {row["session"]: row for row in rows}
    meetings = MeetingAttendee.objects.counted().filter(session__in=keys).order_by()
    counted = dict(meetings.values_list("session").annotate(number=Count("pk")))
    return {
        one.pk: _people(one, by_session.get(one.pk), counted.get(one.pk, 0), bool(countries))
        for one in sessions
    }


def _people(
    session: LearningSession, row: Mapping[str, Any] | None, counted: int, is_region: bool
) -> PeopleCounts:
    noted = row["noted"] if row else 0
    if is_region:
        # Of those who are only counted, the region is not known.
        came = row["attended"] if row and noted else None
    else:
        came = HeadCount(noted, counted, session.attendance).number
    if row is None:
        return PeopleCounts(None, came)
    return PeopleCounts(row["registered"], came, row["speakers"], row["without_city"])


def different_people(keys: Keys, countries: Collection[str]) -> int:
    """Return how many people registered, each once. One query."""
    rows = Participant.objects.taking_part().filter(session__in=keys)
    if countries:
        rows = rows.filter(person__city__country__in=countries)
    return rows.aggregate(number=Count("person", distinct=True))["number"] or 0


@dataclass(frozen=True, slots=True)
class CityOfSession:
    """A city that took part in a session. *is_in_note*: its contribution was accepted."""

    key: int
    country: str
    is_in_note: bool


def cities_of_sessions(
    keys: Keys, countries: Collection[str]
) -> dict[int, dict[int, CityOfSession]]:
    """Return the cities of a contribution that was accepted, or of people who registered.

    By session and by the key of the city. Two queries.
    """
    people = Participant.objects.taking_part().filter(session__in=keys, person__city__isnull=False)
    printed = Contribution.objects.printed().filter(session__in=keys)
    if countries:
        people = people.filter(person__city__country__in=countries)
        printed = printed.filter(city__country__in=countries)
    found: dict[int, dict[int, CityOfSession]] = defaultdict(dict)
    of_people = people.order_by().values_list("session", "person__city", "person__city__country")
    for session, key, country in of_people.distinct():
        found[session][key] = CityOfSession(key, country, is_in_note=False)
    for session, key, country in printed.order_by().values_list("session", "city", "city__country"):
        found[session][key] = CityOfSession(key, country, is_in_note=True)
    return found


@dataclass(frozen=True, slots=True)
class DeclaredSums:
    """The answers of registrations in numbers: *languages* of e-mails, *genders* of speakers.

    The genders that are *kept* are of sessions whose registrations were deleted, and may be told.
    The others are of all sessions that have begun, by series and in the order of their dates.
    """

    languages: CountsBySession
    genders: Mapping[int, CountsBySession]
    kept: CountsBySession


def declared_sums(sessions: Sequence[LearningSession], countries: Collection[str]) -> DeclaredSums:
    """Count languages and genders. Three queries, or one where *countries* are chosen.

    Deleted registrations are not known by country, and a gender is not told by country.
    """
    keys = [session.pk for session in sessions]
    placed = Participant.objects.taking_part()
    rows = Registration.objects.filter(participant__in=placed, participant__session__in=keys)
    if countries:
        rows = rows.filter(participant__person__city__country__in=countries)
    languages: CountsBySession = defaultdict(Counter)
    per_language = rows.order_by().values_list("participant__session", "language")
    for session, code, count in per_language.annotate(number=Count("pk")):
        languages[session][code] += count
    kept: CountsBySession = {}
    if countries:
        return DeclaredSums(languages, {}, kept)
    for sums in RegistrationSums.objects.filter(session__in=keys):
        languages[sums.session_id] += Counter(sums.languages)
        kept[sums.session_id] = Counter(sums.speaker_genders)
    return DeclaredSums(languages, _genders({one.series_id for one in sessions}), kept)


def _genders(series: Collection[int]) -> dict[int, CountsBySession]:
    found: dict[int, CountsBySession] = defaultdict(lambda: defaultdict(Counter))
    rows = (
        Registration.objects.filter(
            participant__in=Participant.objects.speaking(),
            participant__session__series__in=series,
            participant__session__starts_at__lte=now(),
            participant__session__cancelled_at__isnull=True,
        )
        .order_by("participant__session__starts_at", "participant__session")
        .values_list("participant__session__series", "participant__session", "gender")
        .annotate(number=Count("pk"), starts_at=Min("participant__session__starts_at"))
    )
    for key, session, gender, count, _starts_at in rows:
        found[key][session][gender] += count
    return found


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How many cities were *invited*, and after how many *hours* those that answered did."""

    invited: int = 0
    hours: tuple[float, ...] = ()


def answer_times(keys: Keys, countries: Collection[str]) -> dict[int, AnswerTimes]:
    """Return the time from the first invitation of a city until it first sent its contribution.

    A contribution sent by organisers does not count as the city’s answer. Three queries.
    """
    mails = Mail.objects.filter(kind="invitation", session__in=keys, sent_at__isnull=False)
    first_mail: dict[int, datetime] = dict(
        mails.order_by().values_list("about_id").annotate(first=Min("sent_at"))
    )
    invitations: Any = Invitation.objects.filter(
        contribution__session__in=keys, sent_at__isnull=False
    )
    if countries:
        invitations = invitations.filter(contribution__city__country__in=countries)
    sent: dict[tuple[int, int], datetime] = {}
    rows = invitations.values_list("pk", "contribution__session", "contribution", "sent_at")
    for key, session, contribution, last_sent in rows:
        first = min(last_sent, first_mail.get(key, last_sent))
        place = session, contribution
        sent[place] = min(first, sent.get(place, first))
    answered = _first_submissions(keys)
    found: dict[int, AnswerTimes] = {}
    for (session, contribution), moment in sent.items():
        before = found.get(session, AnswerTimes())
        end = answered.get(contribution)
        hours = ((end - moment).total_seconds() / 3600,) if end and end >= moment else ()
        found[session] = AnswerTimes(before.invited + 1, before.hours + hours)
    return found


def _first_submissions(keys: Keys) -> dict[Any, datetime]:
    own = Officer.objects.filter(user=OuterRef("by"), city=OuterRef("contribution__city"))
    rows = Submission.objects.filter(
        Q(by__isnull=True) | Exists(own), contribution__session__in=keys
    )
    return dict(rows.order_by().values_list("contribution").annotate(first=Min("submitted_at")))
