"""A session that was planned before its note: the note is written into it."""

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from cities.models import Challenge, PolicyResponse
from llex.core import languages
from llex.core.time_zones.moments import in_zone
from sessions_app.importing.drafting.facts import text_field
from sessions_app.importing.drafting.field_texts import fitting
from sessions_app.importing.reading import Dropped
from sessions_app.importing.recognising import SECTIONS, ImportedNote
from sessions_app.importing.words import fold
from sessions_app.models import LearningSession


def awaits_note(session: LearningSession) -> bool:
    """Return whether nothing of the note of a session is written yet."""
    fields = [text_field(section, code) for section in SECTIONS for code in languages.CODES]
    of_session = Q(contribution__session=session)
    return not (
        any(getattr(session, name) for name in fields)
        or session.themes.exists()
        or session.quotes.exists()
        or PolicyResponse.objects.filter(of_session).exists()
        or Challenge.objects.filter(of_session).exists()
    )


def remark_other_day(note: ImportedNote, session: LearningSession) -> bool:
    """Remark that the note has another day than the session, if it has. Return whether it has."""
    day = in_zone(session.starts_at, session.time_zone).date()
    if not note.held_on or note.held_on == day:
        return False
    text = _("The note is of %(note)s, the session of %(session)s, which stays.")
    days = {"note": note.held_on, "session": day}
    shown = {name: formats.date_format(one, "DATE_FORMAT") for name, one in days.items()}
    note.remarks.append(text % shown)
    return True


def adopt(note: ImportedNote, session: LearningSession) -> LearningSession:
    """Give *session* what it lacks of title and head count. What was planned stays, with a remark.

    Other dates and titles in the note count as left out.
    """
    field = f"title_{note.language}"
    title = getattr(session, field) or ""
    if not title:
        title = fitting(note, note.title, (LearningSession, "title"), "introduction")
        setattr(session, field, title)
    elif note.title and fold(title) != fold(note.title):
        note.dropped.append(Dropped(_("the session has a title already"), note.title, 0))
        text = _("The note is called “%(called)s”, the session “%(title)s”, which stays.")
        note.remarks.append(text % {"called": note.title, "title": title})
    if remark_other_day(note, session):
        for fact in [fact for fact in note.facts if fact.kind == "date"]:
            note.facts.remove(fact)
            note.dropped.append(Dropped(_("the session has another date"), fact.text, fact.where))
    if session.attendance is None:
        session.attendance = note.attendance
    session.save()
    return session
