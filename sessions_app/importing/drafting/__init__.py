"""An `ImportedNote` becomes rows: a session with all its parts, as a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from cities.models import City, Contribution
from llex.core.text.slugs import free_slug, slugify
from priorities.models import Consultation
from sessions_app.importing.drafting.city_matching import city_of
from sessions_app.importing.drafting.existing import adopt
from sessions_app.importing.drafting.facts import settle, text_field
from sessions_app.importing.drafting.field_texts import fitting, markdown
from sessions_app.importing.drafting.own_answers import AnswerWriter
from sessions_app.importing.drafting.own_details import add_conveners, affiliate, moment_of
from sessions_app.importing.drafting.person_matching import Directory, take_part
from sessions_app.importing.drafting.series import series_of
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Paragraph
from sessions_app.importing.recognising import (
    SECTIONS,
    ImportedNote,
    RecognisedFact,
    RecognisedTheme,
)
from sessions_app.importing.words import fold
from sessions_app.models import KeyPoint, LearningSession, Quote, Series, VisionTheme

_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows that were written. *is_new_series*: the series was created, too."""

    session: LearningSession
    is_new_series: bool


@transaction.atomic
def write(
    note: ImportedNote,
    series_slug: str,
    into: LearningSession | None = None,
    *,
    hand_in: bool = True,
) -> Draft:
    """Write *note* as a draft session, or *into* one whose note is still to be written.

    The contributions are handed in and accepted, unless it is a trial (*hand_in*). Raise
    ImportRefused if it was imported before.
    """
    series, is_new = series_of(note, series_slug)
    add_conveners(note, series)
    session = _session(note, series) if into is None else adopt(note, into)
    people = Directory()
    cities = {row.name: city_of(row, note.language) for row in note.rows}
    invited = set(session.contributions.values_list("pk", flat=True))
    answers = AnswerWriter(note)
    _contributions(note, session, cities, people, answers)
    _themes(note, session, answers)
    _questions(note, session)
    _quotes(note, session, cities, people)
    affiliate(note, session, cities)
    _texts(note, session)
    if settle(note, session):
        _texts(note, session)
    # What cities were invited to write is theirs to hand in, or the organisers' on their behalf.
    for contribution in session.contributions.exclude(pk__in=invited) if hand_in else ():
        contribution.submit()
        contribution.accept()
    return Draft(session, is_new)


def _session(note: ImportedNote, series: Series) -> LearningSession:
    if note.held_on is None:
        raise ImportRefused(_("No date was found in the file."))
    title = fitting(note, note.title, (LearningSession, "title"), "introduction")
    moment = moment_of(note)
    starts_at = moment["starts_at"]
    taken = LearningSession.objects.filter(series=series, number=note.number)
    return LearningSession.objects.create(
        series=series,
        slug=_slug(series, title, starts_at, note.language),
        number=None if note.number is None or taken.exists() else note.number,
        attendance=note.attendance,
        recording=note.recording,
        languages=[note.language],
        **moment,
        **_in(note, title=title),
    )


def _slug(series: Series, title: str, starts_at: datetime, language: str) -> str:
    """Return a free slug. Raise ImportRefused if the series has this session already."""
    base = slugify(title, _LONGEST_SLUG) or f"session-{starts_at.date()}"
    for other in LearningSession.objects.filter(series=series, starts_at__date=starts_at.date()):
        if other.slug == base or fold(getattr(other, f"title_{language}") or "") == fold(title):
            raise ImportRefused(
                _("The session is there already: “%(slug)s”. Delete it to import it anew.")
                % {"slug": other.slug}
            )
    taken = LearningSession().taken_slugs(base)
    return free_slug(base, taken, [starts_at.date().isoformat()])


def _contributions(
    note: ImportedNote,
    session: LearningSession,
    cities: dict[str, City],
    people: Directory,
    answers: AnswerWriter,
) -> None:
    known = set(session.contributions.values_list("city", flat=True))
    for order, row in enumerate(note.rows, start=len(known)):
        note.facts.append(RecognisedFact("city", row.name, row.where, about=row.name))
        name, position = (
            fitting(note, text, (Contribution, field), "front_line")
            for field, text in (
                ("representative_name", row.representative.name),
                ("representative_position", row.representative.position),
            )
        )
        contribution, is_new = session.contributions.get_or_create(
            city=cities[row.name],
            defaults={
                "representative": people.person(name, cities[row.name]) if name else None,
                "representative_name": name,
                "representative_position": position,
                "original_language": note.language,
                "order": order,
            },
        )
        answers.write(contribution, row)
        if contribution.city_id in known:
            _represent(note, contribution, name, position, people)
        elif not is_new:
            # Two names in the note for one city that we know: the second person stands in the text.
            note.remarks.append(
                _("%(city)s is in the table twice; its rows are one now.") % {"city": row.name}
            )
            _keep_person(note, name, position, row.where)
    answers.join()


def _represent(
    note: ImportedNote, contribution: Contribution, name: str, position: str, people: Directory
) -> None:
    """Say who spoke for a city that was there before the note, unless that is known."""
    if not contribution.representative_name and name:
        contribution.representative = people.person(name, contribution.city)
        contribution.representative_name = name
        contribution.representative_position = position
        contribution.save()
    elif (name, position) != (
        contribution.representative_name,
        contribution.representative_position,
    ):
        _keep_person(note, name, position, 0)


def _keep_person(note: ImportedNote, name: str, position: str, where: int) -> None:
    if person := ", ".join(filter(None, (name, position))):
        paragraph = Paragraph(FormattedText.plain(person), where)
        note.texts["front_line"].append(note.keep("front_line", paragraph))


def _themes(note: ImportedNote, session: LearningSession, answers: AnswerWriter) -> None:
    for order, theme in enumerate(note.themes):
        # A theme without an axis is its own line in the list of axes.
        statement, heading = theme.statement or theme.heading, theme.heading
        row = VisionTheme.objects.create(
            session=session,
            order=order,
            **_in(
                note,
                statement=_line(note, statement, VisionTheme, "statement", theme.where),
                heading=_line(note, heading, VisionTheme, "heading", theme.where)
                if theme.statement
                else "",
                text=markdown(theme.blocks),
            ),
        )
        _points(note, row, theme, answers)


def _points(
    note: ImportedNote, row: VisionTheme, theme: RecognisedTheme, answers: AnswerWriter
) -> None:
    for order, point in enumerate(theme.points):
        lead = _line(note, point.lead, KeyPoint, "lead", point.where)
        made = KeyPoint.objects.create(
            theme=row, order=order, **_in(note, lead=lead, text=markdown(point.blocks))
        )
        if point.evidence:
            answers.join_evidence(made, point.evidence)


def _questions(note: ImportedNote, session: LearningSession) -> None:
    """Keep what was asked as a consultation that is over: its ballots were cast elsewhere.

    A session that has a consultation of its own keeps that alone, and the question as text.
    """
    if session.consultations.exists():
        for question in note.questions:
            if not question.quoted:
                paragraph = Paragraph(FormattedText.plain(question.text), question.where)
                note.texts["priorities"].append(note.keep("priorities", paragraph))
        return
    for question in note.questions:
        consultation = Consultation.objects.create(
            session=session, **{f"question_{question.language}": question.text}
        )
        consultation.record("imported with its note")


def _quotes(
    note: ImportedNote, session: LearningSession, cities: dict[str, City], people: Directory
) -> None:
    participants = take_part(note, session, people, cities)
    for order, quotation in enumerate(note.quotations):
        Quote.objects.create(
            session=session,
            speaker=participants[people.person(quotation.speaker.name).pk],
            section=quotation.section,
            order=order,
            # It stands in a note that people have read: it was cleared when that was printed.
            is_cleared=True,
            **_in(note, text=markdown(quotation.blocks)),
        )


def _texts(note: ImportedNote, session: LearningSession) -> None:
    for section in SECTIONS:
        text = markdown(note.texts[section])
        setattr(session, text_field(section, note.language), text)
    session.save()


def _line(note: ImportedNote, text: str, model: type[models.Model], field: str, where: int) -> str:
    return fitting(note, text, (model, field), "vision", where)


def _in(note: ImportedNote, **texts: str) -> dict[str, Any]:
    """Name the fields of the note's language."""
    return {f"{field}_{note.language}": text for field, text in texts.items()}
