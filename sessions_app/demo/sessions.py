"""One session with everything in it; either all of it is loaded or nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from cities.models import OpenCallApplication, PolicyResponse
from llex.core.db.search_keys import name_key
from llex.core.models import TranslationMark
from sessions_app.briefing.session_texts import session_texts
from sessions_app.demo.base_data import BaseData
from sessions_app.demo.consultations import load_consultation, load_words
from sessions_app.demo.contributions import load_contributions
from sessions_app.demo.loading import read, texts
from sessions_app.demo.mails import load_mails
from sessions_app.demo.people import load_people, load_registrations
from sessions_app.demo.speakers import load_speakers
from sessions_app.models import AgendaItem, KeyPoint, LearningSession, Participant, VisionTheme

_PLAIN = (
    "number",
    "slug",
    "starts_at",
    "announced_at",
    "duration",
    "time_zone",
    "capacity",
    "attendance",
    "attendance_reason",
    "join_link",
    "languages",
    "open_call",
    "spoken_languages",
    "interpretation",
)
_TEXTS = (
    "title",
    "announcement",
    "guiding_questions",
    "summary",
    "introduction",
    "priorities_text",
    "front_line_text",
    "vision_text",
    "closing_text",
)


@transaction.atomic
def load_session(folder: str, frame: BaseData) -> LearningSession:
    """Load the session of a data folder, unless a session of that slug is there already."""
    table = read(f"{folder}/session")["session"]
    known = LearningSession.objects.filter(slug=table["slug"]).first()
    if known is not None:
        return known
    session = LearningSession.objects.create(
        series=frame.series[table["series"]],
        **{field: table[field] for field in _PLAIN if field in table},
        **_dates(table),
        **texts(table, *_TEXTS),
    )
    if session.announced_at is None:
        session.announce()
    people = load_people(session, read(f"{folder}/people"), frame)
    _load_agenda(session, table.get("agenda", ()), people)
    responses = load_contributions(session, read(f"{folder}/contributions"), people, frame)
    load_consultation(session, read(f"{folder}/consultation")["consultation"], frame)
    if session.open_call:
        for request in read(f"{folder}/calls")["request"]:
            OpenCallApplication.objects.create(session=session, **request)
    for name in table.get("counted", ()):
        session.meeting_attendees.create(key=name_key(name), name=name)
    if session.attendance is None:
        load_words(session, read(f"{folder}/words"))
        load_speakers(session, read(f"{folder}/speakers")["speaker"], people)
        load_registrations(session, read(f"{folder}/registrations")["registration"])
        organiser = frame.users["organiser@example.org"]
        load_mails(session, read(f"{folder}/mails")["mail"], organiser)
    if "vision_text" in table:
        _load_vision(session, read(f"{folder}/vision")["theme"], responses)
    return session


def _load_agenda(
    session: LearningSession, tables: Iterable[dict[str, Any]], people: dict[str, Participant]
) -> None:
    for order, table in enumerate(tables):
        item = AgendaItem.objects.create(
            session=session, minutes=table["minutes"], order=order, **texts(table, "title")
        )
        item.speakers.set(people[key] for key in table.get("speakers", ()))


def approve_translations(session: LearningSession) -> None:
    """Approve every translation of a session, as its organisers do before they publish."""
    TranslationMark.objects.confirm(
        (
            (text.subject, text.field, code)
            for text in session_texts(session)
            for code in session.languages
        ),
        state=TranslationMark.State.APPROVED,
    )


def _dates(table: dict[str, Any]) -> dict[str, datetime]:
    """Return the dates of a session that is still to come, counted from now."""
    if "starts_at" in table:
        return {}
    here = now().astimezone(ZoneInfo(table["time_zone"]))
    days = (table["weekday"] - here.isoweekday() - 1) % 7 + 1 + 7 * table["weeks_ahead"]
    starts_at = (here + timedelta(days=days)).replace(
        hour=table["hour"], minute=0, second=0, microsecond=0
    )
    due = starts_at - timedelta(days=table["contributions_due_days"])
    return {"starts_at": starts_at, "contributions_due_at": due}


def _load_vision(
    session: LearningSession, themes: list[dict[str, Any]], responses: dict[str, PolicyResponse]
) -> None:
    for number, table in enumerate(themes):
        theme = VisionTheme.objects.create(
            session=session, order=number, **texts(table, "statement", "heading", "text")
        )
        for order, point in enumerate(table.get("point", ())):
            KeyPoint.objects.create(
                theme=theme, order=order, **texts(point, "lead", "text")
            ).evidence.set([responses[key] for key in point.get("evidence", ())])
