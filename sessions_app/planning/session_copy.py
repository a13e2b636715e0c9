"""The next session of a series, made from one that was held: what repeats, a week later."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Max
from django.utils.timezone import now
from modeltranslation.utils import get_translation_fields

from cities.models import Contribution
from llex.core.time_zones.moments import UnclearMoment, at_local_time, in_zone
from priorities.models import Consultation, ConsultationItem
from sessions_app.models import LearningSession, Participant, Series

_WEEK: Final = timedelta(days=7)
# Fields that are of this one session, not of the next.
_SESSION: Final = (
    "series", "duration", "time_zone", "capacity", "languages", "open_call", "registration_access",
)  # fmt: skip
_SESSION_TEXTS: Final = ("title", "guiding_questions")
_CONSULTATION: Final = (
    "kind", "scale", "max_choices", "results_shown", "is_closed_hall", "asks_region",
)  # fmt: skip
_CONSULTATION_TEXTS: Final = ("question", "low", "high")
_ENDED: Final = (Contribution.State.WITHDRAWN, Contribution.State.DECLINED)


@transaction.atomic
def copy_session(session: LearningSession) -> LearningSession:
    """Make the next session of the series from *session*, not announced, and return it.

    It is held as many weeks later as it takes to be in the future, at the same local hour, and has
    the next number of the series. Copied are the consultations, as drafts without ballots, the
    cities, as invited, and the partners; no e-mail is sent. Texts of the note, other people and
    results are not copied.
    """
    # Of two copies made at once, one waits and gets the number after the other's.
    Series.objects.select_for_update(no_key=True).get(pk=session.series_id)
    weeks = _weeks(session)
    made = LearningSession(
        **_values(session, _SESSION, _SESSION_TEXTS),
        number=_next_number(session),
        **{
            name: later(moment, weeks, session.time_zone) if moment else None
            for name in LearningSession.LOCAL_MOMENTS
            for moment in [getattr(session, name)]
        },
    )
    made.save()
    _copy_rows(session, made)
    return made


def last_with_cities(session: LearningSession) -> LearningSession | None:
    """Return the session of the series, held last of the others, whose rows can be taken over."""
    others = session.series.sessions.exclude(pk=session.pk)
    return others.filter(contributions__isnull=False).order_by("-starts_at", "-pk").first()


@transaction.atomic
def fill_session(session: LearningSession, source: LearningSession) -> bool:
    """Take over from *source* what repeats, and the guiding questions unless it has its own.

    Return False, with nothing changed, where *session* has cities or consultations by now.
    """
    locked = LearningSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if locked.contributions.exists() or locked.consultations.exists():
        return False
    texts = get_translation_fields("guiding_questions")
    if not any(getattr(locked, name) for name in texts):
        for name in texts:
            setattr(locked, name, getattr(source, name))
        locked.save(update_fields=[*texts, "changed_at"])
    _copy_rows(source, locked)
    return True


def _copy_rows(session: LearningSession, made: LearningSession) -> None:
    for consultation in session.consultations.prefetch_related("items").order_by("pk"):
        _copy_consultation(consultation, made)
    _copy_cities(session, made)
    _copy_partners(session, made)


def later(moment: datetime, weeks: int, zone: str) -> datetime:
    """Return the same local hour of *zone*, *weeks* later.

    An hour that the clocks skip that day becomes the next that they show.
    """
    local = in_zone(moment, zone).replace(tzinfo=None) + weeks * _WEEK
    try:
        return at_local_time(local, zone, fold=0)
    except UnclearMoment:
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _weeks(session: LearningSession) -> int:
    """Return after how many weeks the session would begin in the future, at least one."""
    passed = (now() - session.starts_at) // _WEEK
    return max(1, passed + 1)


def _next_number(session: LearningSession) -> int | None:
    highest = session.series.sessions.aggregate(highest=Max("number"))["highest"]
    return None if highest is None else int(highest) + 1


def _copy_consultation(consultation: Consultation, session: LearningSession) -> None:
    copy = Consultation.objects.create(
        session=session, **_values(consultation, _CONSULTATION, _CONSULTATION_TEXTS)
    )
    ConsultationItem.objects.bulk_create(
        ConsultationItem(consultation=copy, service_id=item.service_id, order=item.order)
        for item in consultation.items.all()
    )


def _copy_cities(session: LearningSession, made: LearningSession) -> None:
    """Note the cities that took part as those to invite, in their order."""
    rows = session.contributions.exclude(state__in=_ENDED).order_by("order", "pk")
    for order, row in enumerate(rows):
        Contribution.objects.create(
            session=made,
            city_id=row.city_id,
            original_language=row.original_language,
            order=order,
            state=Contribution.State.INVITED,
        )


def _copy_partners(session: LearningSession, made: LearningSession) -> None:
    """Note the partners again. Whether they agree to be listed is asked anew."""
    known = set(made.participants.values_list("person", flat=True))
    for one in session.participants.filter(role=Participant.Role.PARTNER).exclude(person__in=known):
        Participant.objects.create(
            session=made,
            person_id=one.person_id,
            role=one.role,
            order=one.order,
            **_values(one, (), ("position",)),
        )


def _values(row: models.Model, fields: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
    """Return *fields* and the *texts* in all languages, as keyword arguments of a new row."""
    names = [*fields, *(name for text in texts for name in get_translation_fields(text))]
    return {name: getattr(row, name) for name in names}
