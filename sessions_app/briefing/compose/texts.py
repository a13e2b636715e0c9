"""Finding the texts of a note: in its language first, then elsewhere."""

from collections.abc import Collection, Sequence

from django.db.models import Model

from cities.models import City, Contribution
from cities.wording.published_row import CityName
from llex.core import languages
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase, RichText, parse
from sessions_app.briefing.withdrawals import Withdrawn
from sessions_app.models import LearningSession, Participant, Quote


class Texts:
    """A session that `compose.load` has read, and its texts in the order of one language."""

    def __init__(self, session: LearningSession, language: str) -> None:
        self.session = session
        self.language = language
        self.order = languages.fallbacks(language, first=session.main_language)
        self.contributions: Sequence[Contribution] = list(session.contributions.all())
        self.participants: Sequence[Participant] = list(session.participants.all())
        # What this note prints: an answer or a piece of evidence may lead to another session's.
        self.printed = {contribution.pk for contribution in self.contributions}
        self.unconsented: Collection[int] = session.unconsented  # type: ignore[attr-defined]
        self.withdrawn: Withdrawn = session.withdrawn  # type: ignore[attr-defined]
        self.quotes: Sequence[Quote] = session.quotes_left  # type: ignore[attr-defined]
        self.challenges = {c.pk for row in self.contributions for c in row.challenges.all()}

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
