"""Finding the texts of a note: in its language first, then elsewhere."""

from collections.abc import Sequence

from django.db.models import Model

from cities.models import City
from cities.wording.published_row import CityName
from llex.core import languages
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase, RichText, parse
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.models import Participant


class Texts:
    """The rows of a note, and their texts in the order of one language."""

    def __init__(self, rows: NoteRows, language: str) -> None:
        self.rows = rows
        self.session = rows.session
        self.language = language
        self.order = languages.fallbacks(language, first=self.session.main_language)
        self.participants: Sequence[Participant] = list(self.session.participants.all())
        # What this note prints: an answer or a piece of evidence may lead to another session's.
        self.printed = {contribution.pk for contribution in rows.printed}
        self.challenges = {c.pk for row in rows.printed for c in row.challenges.all()}

    def _stored(self, subject: Model, field: str) -> tuple[str, str]:
        return first_text(subject, field, self.order) or (self.language, "")

    def _rich(self, subject: Model, field: str) -> RichText | None:
        code, text = self._stored(subject, field)
        return parse(text, code) if text else None

    def _text(self, subject: Model, field: str) -> RichText:
        return self._rich(subject, field) or RichText(self.language)

    def _phrase(self, subject: Model, field: str) -> Phrase | None:
        code, text = self._stored(subject, field)
        return Phrase(code, text) if text else None

    def _name(self, subject: Model, field: str = "name") -> Phrase:
        return self._phrase(subject, field) or Phrase(self.language, "")

    def _city(self, city: City) -> CityName:
        return CityName(slug=city.slug, name=self._name(city))
