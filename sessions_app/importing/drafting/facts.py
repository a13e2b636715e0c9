"""Facts: what a draft holds in another form than the words of the file."""

from functools import cached_property

from cities.models import City
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones.moments import in_zone
from sessions_app.briefing.document import Section
from sessions_app.importing.drafting.city_matching import spellings
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Paragraph
from sessions_app.importing.recognising import SECTIONS, ImportedNote, RecognisedFact
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.title_page import hashtags
from sessions_app.models import LearningSession

_TEXTS = {
    "summary": "summary",
    "introduction": "introduction",
    "priorities": "priorities_text",
    "front_line": "front_line_text",
    "vision": "vision_text",
    "closing": "closing_text",
}
# What else fills a section besides its text, by the name of the session's rows.
_ROWS = {"priorities": "consultations", "front_line": "contributions", "vision": "themes"}
_LABELS = {"question": "consultations", "attendees": "participants", "quote": "quotes"}


def text_field(section: str, language: str) -> str:
    """Return the name of the session's field for the text of *section* in *language*."""
    return f"{_TEXTS[section]}_{language}"


def settle(note: ImportedNote, session: LearningSession) -> bool:
    """Keep as text the words of those facts that the draft does not hold; tell if there are any."""
    held = HeldFacts(session, note.language)
    lost = [fact for fact in note.facts if not held.has(fact)]
    for fact in lost:
        note.facts.remove(fact)
        section = _section(fact)
        paragraph = Paragraph(FormattedText.plain(fact.text), fact.where)
        note.texts[section].append(note.keep(section, paragraph))
    return bool(lost)


def _section(fact: RecognisedFact) -> Section:
    return next((name for name in SECTIONS if name == fact.about), "introduction")


class HeldFacts:
    """Says of facts whether the rows of a session hold them; the cities are read once."""

    def __init__(self, session: LearningSession, language: str) -> None:
        self.session = session
        self.language = language

    @cached_property
    def _cities(self) -> list[City]:
        rows = self.session.contributions.select_related("city")
        return [row.city for row in rows]

    @cached_property
    def _spellings(self) -> set[str]:
        return {name for city in self._cities for name in spellings(city)}

    @cached_property
    def _countries(self) -> set[str]:
        return {str(city.country) for city in self._cities}

    def has(self, fact: RecognisedFact) -> bool:
        """Return whether the rows hold *fact*."""
        session = self.session
        match fact.kind:
            case "date":
                day = in_zone(session.starts_at, session.time_zone).date()
                held = any(found.day == day for found in dates_in(fact.text, year=day.year))
            case "hashtag":
                tags = [tag.casefold() for tag in hashtags(fact.text)]
                held = session.series.hashtag.casefold() in tags
            case "section":
                held = _is_filled(session, fact.about, self.language)
            case "column":
                held = bool(self._cities)
            case "country":
                held = bool(fact.about) and fact.about in self._countries
            case "city":
                held = normalize_key(fact.text) in self._spellings
            case "number":
                held = fact.about != "session" or str(session.number) in fact.text
            case "label":
                held = fact.about not in _LABELS or getattr(session, _LABELS[fact.about]).exists()
            case "publication" | "own":
                # Every note says of itself what kind of publication it is; a file of our own has
                # the labels that the site prints.
                held = True
        return held


def _is_filled(session: LearningSession, section: str, language: str) -> bool:
    rows = _ROWS.get(section)
    return (
        bool(getattr(session, text_field(section, language)))
        or session.quotes.filter(section=section).exists()
        or (rows is not None and getattr(session, rows).exists())
    )
