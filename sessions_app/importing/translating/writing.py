"""Writing the translations that a note brings, and remembering how it writes names."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cities.models import Contribution
from llex.core.languages.translation_marks import text_in
from llex.core.text.name_keys import normalize_key
from sessions_app.importing.drafting.city_matching import spellings
from sessions_app.importing.translating.matching import TextMatch
from sessions_app.importing.translating.targets import name_keys
from sessions_app.importing.translating.text_kinds import NoteText
from sessions_app.models import LearningSession, Participant, Person, Quote


class NotWritten(Exception):
    """A text was not found again where it was written."""


def write_translations(
    session: LearningSession, matches: Iterable[TextMatch], language: str, by: Any
) -> Counter[str]:
    """Write what *matches* say, inside the caller's transaction; each row is saved once.

    The marks of the translations follow from saving. Return how many texts are new and changed.
    Raise NotWritten where a text is not found again.
    """
    rows: dict[tuple[type[Any], int], Any] = {}
    expected: list[tuple[Any, str, str]] = []
    counts: Counter[str] = Counter()
    for match in matches:
        target = match.target
        if target is None:
            continue
        counts[match.state] += bool(match.writes) or match.state == "same"
        code = match.text.language or language
        for name, said in match.writes.items():
            row = rows.setdefault((type(target.subject), target.subject.pk), target.subject)
            setattr(row, f"{name}_{code}", said)
            expected.append((row, f"{name}_{code}", said))
        _remember(match.text, target.subject, language, by)
    for row in rows.values():
        row.save()
    _add_language(session, language, by)
    for row, name, said in expected:
        stored = type(row)._base_manager.values_list(name, flat=True).get(pk=row.pk)
        if stored.split() != said.split():
            raise NotWritten(name)
    return counts


def _remember(text: NoteText, subject: Any, language: str, by: Any) -> None:
    """Keep how the note writes a city or person, for the next time."""
    if isinstance(subject, Contribution) and by.has_perm("cities.change_city"):
        city = subject.city
        if not text_in(city, "name", language):
            setattr(city, f"name_{language}", text.name)
            city.save()
        elif normalize_key(text.name) not in spellings(city):
            city.other_spellings = [*city.other_spellings, text.name]
            city.save()
        return
    person = _person(subject)
    is_new = person is not None and text.name and text.names - name_keys(person)
    if person and is_new and by.has_perm("sessions_app.change_person"):
        person.other_spellings = [*person.other_spellings, text.name]
        person.save(update_fields=["other_spellings"])


def _person(subject: Any) -> Person | None:
    if isinstance(subject, Quote):
        return subject.speaker.person
    return subject.person if isinstance(subject, Participant) else None


def _add_language(session: LearningSession, language: str, by: Any) -> None:
    """Plan the note in this language, too, if it was not."""
    if language not in session.languages and by.has_perm("sessions_app.add_learningsession"):
        session.languages = [*session.languages, language]
        session.save()
