"""List what a session has that a note in another language may translate."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.models import Contribution
from llex.core.languages.translation_marks import source_text, text_in
from llex.core.models import TranslationMark
from llex.core.text.name_keys import normalize_key
from llex.core.translations.marks import source_language
from sessions_app.importing.drafting.city_matching import spellings
from sessions_app.importing.drafting.facts import text_field
from sessions_app.importing.recognising import SECTIONS
from sessions_app.importing.recognising.persons import without_honorific
from sessions_app.importing.section_names import section_name
from sessions_app.importing.translating.text_kinds import PLACE, Kind, TranslationTarget
from sessions_app.models import LearningSession, Participant, Person

_THEME: Final = ("statement", "heading", "text")
_POINT: Final = ("lead", "text")
_ANSWER: Final[dict[Kind, tuple[str, ...]]] = {
    "response": ("title", "text"), "challenge": ("text",)
}  # fmt: skip
_SECTION_OF: Final = {text_field(section, "")[:-1]: section for section in SECTIONS}
# They are found by name, whether or not there is something to translate.
_EVEN_EMPTY: Final = ("city", "position", "participant")


class SessionReader:
    """Lists the texts of one session, in the order of its note; a constant number of queries."""

    def __init__(self, session: LearningSession, language: str) -> None:
        self.session = session
        self.language = language
        self.found: list[TranslationTarget] = []
        self._marks: dict[tuple[type[models.Model], int], set[str]] = {}

    def read(self) -> list[TranslationTarget]:
        """Return the texts; what has no text in its own language is not among them."""
        session = self.session
        cities, people = _cities(session), list(_people(session))
        themes = list(session.themes.prefetch_related("points"))
        quotes = list(
            session.quotes.select_related("speaker__person", "speaker__session", "session")
        )
        questions = list(session.consultations.select_related("session"))
        self._read_marks([session, session.series, *people, *themes, *quotes, *questions, *cities])
        self._add("title", session, ("title",), _("Title"))
        self._add("series", session.series, ("title", "tagline"), _("Series"))
        for name, section in _SECTION_OF.items():
            self._add("text", session, (name,), section_name(section))
        for question in questions:
            self._add("question", question, ("question",), str(question))
        by_person = {one.person_id: one for one in people}
        for city in cities:
            self._city(city, by_person.get(city.representative_id or 0))
        for theme in themes:
            key = self._add("theme", theme, _THEME, str(theme))
            for point in theme.points.all():
                self._add("point", point, _POINT, str(point), parent=key)
        for quote in quotes:
            names = name_keys(quote.speaker.person)
            label = f"{quote.speaker}: {quote}"
            self._add("quote", quote, ("text",), label, names=names)
        for person in people:
            names = name_keys(person.person)
            self._add("participant", person, ("position",), str(person), names=names)
        return self.found

    def _city(self, row: Contribution, person: Participant | None) -> None:
        place = row.city.geoname_id
        names = frozenset(spellings(row.city)) | ({f"{PLACE}{place}"} if place else set())
        key = self._add("city", row, (), str(row.city), names=names)
        if person:
            self._add("position", person, ("position",), str(person), parent=key)
        self._answers("response", row, list(row.responses.all()), key)
        self._answers("challenge", row, list(row.challenges.all()), key)

    def _answers(self, kind: Kind, row: Contribution, texts: list[Any], parent: str) -> None:
        for number, text in enumerate(texts, start=1):
            # Which language it was written in, the row says by its contribution.
            text.contribution = row
            label = _("%(kind)s %(number)s") % {
                "kind": capfirst(str(text._meta.verbose_name)), "number": number,
            }  # fmt: skip
            self._add(kind, text, _ANSWER[kind], label, parent=parent)

    def _add(
        self,
        kind: Kind,
        subject: Any,
        fields: tuple[str, ...],
        label: str,
        *,
        parent: str = "",
        names: frozenset[str] = frozenset(),
    ) -> str:
        key = f"text-{_SECTION_OF[fields[0]]}" if kind == "text" else f"{kind}-{subject.pk}"
        own = {name: source_language(subject, name) for name in fields}
        sources = {name: source_text(subject, name, code) for name, code in own.items()}
        sources = {name: text for name, text in sources.items() if text.strip()}
        if not sources and kind not in _EVEN_EMPTY:
            return key
        approved = self._marks.get((type(subject), subject.pk), set())
        self.found.append(
            TranslationTarget(
                key,
                kind,
                label,
                subject,
                sources,
                {name: text_in(subject, name, self.language) for name in sources},
                parent,
                names,
                is_original=any(own[name] == self.language for name in sources),
                is_approved=bool(approved.intersection(sources)),
            )
        )
        return key

    def _read_marks(self, subjects: list[Any]) -> None:
        """Note the fields whose translation is approved; one query."""
        every = list(subjects)
        for subject in subjects:
            for name in ("responses", "challenges", "points"):
                if hasattr(subject, name):
                    every += getattr(subject, name).all()
        types = {(type(one)._meta.label_lower, one.pk): type(one) for one in every}
        approved = TranslationMark.objects.about(every).filter(
            language=self.language, state=TranslationMark.State.APPROVED
        )
        for mark in approved.select_related("content_type"):
            label = f"{mark.content_type.app_label}.{mark.content_type.model}"
            if model := types.get((label, mark.object_id)):
                self._marks.setdefault((model, mark.object_id), set()).add(mark.field)


def translation_targets(session: LearningSession, language: str) -> list[TranslationTarget]:
    """Return what *session* has that a note in *language* may translate."""
    return SessionReader(session, language).read()


def name_keys(person: Person) -> frozenset[str]:
    """Return all ways in which a person is written, folded."""
    names = (person.name, *person.other_spellings)
    return frozenset(normalize_key(without_honorific(name)) for name in names) - {""}


def _cities(session: LearningSession) -> list[Contribution]:
    rows = session.contributions.select_related("city", "session", "representative")
    return list(rows.prefetch_related("responses", "challenges").order_by("order", "pk"))


def _people(session: LearningSession) -> Iterator[Participant]:
    for row in session.participants.select_related("person"):
        row.session = session
        yield row
