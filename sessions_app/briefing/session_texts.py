"""Every translated text of a session's rows, in the order of the note.

The translation desk lists them and the preflight looks for outdated ones among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import Contribution
from cities.wording.approval import printed_photographs
from llex.core import languages
from llex.core.languages.translation_marks import source_text
from llex.core.translations.receivers import translated_fields
from sessions_app.briefing import phrases
from sessions_app.models import LearningSession, Participant, Quote, SpeakerInvitation

# What the note does not print, or is often the same in every language.
_LEFT_OUT: Final = frozenset({"acronym", "description"})
_SECTIONS: Final = {
    "summary": "summary",
    "introduction": "introduction",
    "priorities_text": "priorities",
    "front_line_text": "front_line",
    "vision_text": "vision",
    "closing_text": "closing",
}


class NotePart(models.TextChoices):
    """The parts of a note, by which its texts are filtered."""

    SESSION = "session", gettext_lazy("Session")
    CONSULTATIONS = "consultations", gettext_lazy("Consultations")
    CITIES = "cities", gettext_lazy("Cities")
    VISION = "vision", gettext_lazy("Shared vision")
    PEOPLE = "people", gettext_lazy("Participants and quotes")
    # Rows that other sessions print, too.
    SHARED = "shared", gettext_lazy("Shared with other sessions")


@dataclass(frozen=True, slots=True)
class SessionText:
    """A translated field of a row, with its *place* in the note in the active language."""

    subject: models.Model
    field: str
    part: NotePart
    place: str

    @property
    def key(self) -> str:
        """Return what addresses and files call it, the same in every language."""
        return f"{self.subject._meta.model_name}-{self.subject.pk}-{self.field}"

    @property
    def label(self) -> str:
        """Return the name of the field."""
        return capfirst(str(self._field.verbose_name))

    @property
    def limit(self) -> int | None:
        """Return how many characters it may have, if there is a limit: then it is a single line."""
        return self._field.max_length

    def text(self, language: str) -> str:
        """Return its text in one language, the original one if the site does not have it."""
        return source_text(self.subject, self.field, language)

    def is_empty(self) -> bool:
        """Return whether it has no text in any language."""
        codes = (*languages.CODES, str(getattr(self.subject, "written_in", languages.DEFAULT)))
        return not any(self.text(code).strip() for code in codes)

    @property
    def _field(self) -> Any:
        return self.subject._meta.get_field(self.field)


def session_texts(
    session: LearningSession, printed: Iterable[Contribution] | None = None
) -> list[SessionText]:
    """Return the texts of a session that have a text in some language; constant queries.

    With *printed*, its contributions, all rows were read as `load_rows` reads them: then no query
    is made, of the consultations only those that are closed are there; the agenda and what speakers
    sent, which are not in the note, are left out.
    """
    agenda: list[SessionText] = []
    if printed is None:
        session, printed = _loaded(session)
        agenda = [*_agenda(session), *_speakers(session)]
    printed = list(printed)
    collected = [*_session(session), *agenda, *_contents(session, printed)]
    shared = _shared(session, printed)
    unique = {text.key: text for text in (*collected, *shared)}
    return [text for text in unique.values() if not text.is_empty()]


def _loaded(session: LearningSession) -> tuple[LearningSession, list[Contribution]]:
    """Read a session again with the rows of its texts."""
    people = Participant.objects.select_related("person__organisation")
    loaded = (
        LearningSession.objects.select_related("series")
        .prefetch_related(
            "series__conveners",
            "consultations__services",
            "themes__points",
            Prefetch("participants", queryset=people),
            Prefetch("quotes", queryset=Quote.objects.select_related("speaker__person")),
        )
        .get(pk=session.pk)
    )
    rows = loaded.contributions.printed().select_related("city")
    answers = ("responses__services", "responses__updates", "challenges__services", "photographs")
    return loaded, list(rows.prefetch_related(*answers))


def _session(session: LearningSession) -> Iterator[SessionText]:
    for field in translated_fields(LearningSession):
        if section := _SECTIONS.get(field):
            place = phrases.section_title(section)  # type: ignore[arg-type]
        else:
            place = _("Session")
        yield SessionText(session, field, NotePart.SESSION, place)


def _agenda(session: LearningSession) -> list[SessionText]:
    items = session.agenda.all()
    return [text for item in items for text in _row(item, NotePart.SESSION, _("Agenda"))]


def _speakers(session: LearningSession) -> list[SessionText]:
    """Return the biographies of confirmed speakers, and the alternative texts of their pictures."""
    texts: list[SessionText] = []
    rows = SpeakerInvitation.objects.published().filter(participant__session=session)
    for invitation in rows.select_related("participant__person", "picture"):
        place = _("Speaker %(name)s") % {"name": invitation.participant.name}
        texts += _row(invitation, NotePart.SESSION, place)
        if picture := getattr(invitation, "picture", None):
            texts += _row(picture, NotePart.SESSION, place)
    return texts


def _contents(session: LearningSession, printed: list[Contribution]) -> Iterator[SessionText]:
    for consultation in sorted(session.consultations.all(), key=lambda row: row.pk):
        yield from _row(consultation, NotePart.CONSULTATIONS, _("Consultation"))
    for contribution in printed:
        yield from _contribution(contribution)
    for number, theme in enumerate(session.themes.all(), start=1):
        place = _("Axis %(number)s") % {"number": phrases.number(number)}
        for row in (theme, *theme.points.all()):
            yield from _row(row, NotePart.VISION, place)
    for quote in session.quotes.all():
        yield from _row(
            quote, NotePart.PEOPLE, _("Quotation of %(speaker)s") % {"speaker": quote.speaker}
        )
    for participant in _named(session, printed):
        place = _("Participant %(name)s") % {"name": participant.name}
        yield from _row(participant, NotePart.PEOPLE, place)
        if organisation := participant.person.organisation:
            yield from _row(organisation, NotePart.SHARED, place)


def _named(session: LearningSession, printed: list[Contribution]) -> list[Participant]:
    """Return the participants whose position is printed: listed, in the city table, or quoted."""
    representatives = {one.representative_id for one in printed} - {None}
    speakers = {quote.speaker_id for quote in session.quotes.all()}
    return [
        one
        for one in session.participants.all()
        if one.is_listed or one.person_id in representatives or one.pk in speakers
    ]


def _contribution(contribution: Contribution) -> Iterator[SessionText]:
    place = _("City table, %(city)s") % {"city": contribution.city}
    for response in contribution.responses.all():
        yield from _row(response, NotePart.CITIES, place)
        if update := response.latest_update:
            yield from _row(update, NotePart.CITIES, place)
    for challenge in contribution.challenges.all():
        yield from _row(challenge, NotePart.CITIES, place)
    for photograph in printed_photographs(contribution):
        yield from _row(photograph, NotePart.CITIES, place)


def _shared(session: LearningSession, printed: list[Contribution]) -> Iterator[SessionText]:
    series = session.series
    yield from _row(series, NotePart.SHARED, _("Series"))
    for organisation in series.conveners.all():
        yield from _row(organisation, NotePart.SHARED, _("Conveners"))
    for contribution in printed:
        yield from _row(contribution.city, NotePart.SHARED, _("Cities"))
        yield from _services([*contribution.responses.all(), *contribution.challenges.all()])
    yield from _services(session.consultations.all())


def _services(rows: Iterable[Any]) -> Iterator[SessionText]:
    for row in rows:
        for service in row.services.all():
            yield from _row(service, NotePart.SHARED, _("Public services"))


def _row(row: models.Model, part: NotePart, place: str) -> Iterator[SessionText]:
    for field in translated_fields(type(row)):
        if field not in _LEFT_OUT:
            yield SessionText(row, field, part, place)
