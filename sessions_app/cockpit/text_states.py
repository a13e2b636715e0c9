"""How far each language of the session's and the cities' texts has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Model
from django.utils.translation import pgettext

from cities.models import Contribution
from cities.wording.answer_fields import CHALLENGE_FIELDS, RESPONSE_FIELDS, printed, translated
from llex.core import languages
from llex.core.languages.translation_marks import source_text
from llex.core.models import TranslationMark
from llex.core.translations.marks import TextKey
from llex.core.translations.states import TextState, text_state
from sessions_app.briefing.compose.note_rows import NoteRows

# The worst first: what is shown for several texts.
_WORST_FIRST: Final = tuple(TextState)
# States that leave work to translators.
OPEN: Final = frozenset({TextState.MISSING, TextState.OUTDATED, TextState.MACHINE})

Marks = Mapping[TextKey, TranslationMark]


@dataclass(frozen=True, slots=True)
class LanguageState:
    """The state of some texts in one language; *open* counts those that need work."""

    code: str
    name: str
    style: str
    label: str
    open: int = 0


def marks_by_text(rows: NoteRows) -> Marks:
    """Return the marks by content type, key, field and language."""
    return {mark.about: mark for mark in rows.marks}


def city_states(
    contribution: Contribution, codes: Iterable[str], marks: Marks
) -> list[LanguageState]:
    """Return the state of a city's printed texts in each language of the note."""
    own = contribution.original_language
    texts = [
        (answer, field.name)
        for answers, fields in (
            (contribution.responses.all(), RESPONSE_FIELDS),
            (contribution.challenges.all(), CHALLENGE_FIELDS),
        )
        for answer in answers
        for field in translated(printed(fields))
    ]
    return states(texts, own, codes, marks)


def states(
    texts: Iterable[tuple[Model, str]], own: str, codes: Iterable[str], marks: Marks
) -> list[LanguageState]:
    """Return the state of *texts*, written in the language *own*, in each of *codes*."""
    written = [(row, field) for row, field in texts if source_text(row, field, own).strip()]
    return [_state(written, own, code, marks) for code in codes]


def _state(written: list[tuple[Model, str]], own: str, code: str, marks: Marks) -> LanguageState:
    name = languages.name_of(code)
    if not written:
        return LanguageState(code, name, "none", pgettext("state of a translation", "nothing yet"))
    if code == own:
        return LanguageState(code, name, "original", pgettext("state of a text", "original"))
    found = [text_state(row, field, code, marks) for row, field in written]
    worst = min(found, key=_WORST_FIRST.index)
    open_texts = sum(one in OPEN for one in found)
    return LanguageState(code, name, worst, str(worst.label), open_texts)
