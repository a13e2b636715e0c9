"""What will be printed of a contribution, beside what the city had sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cities.fields import name_of_field
from cities.models import Contribution, Submission
from llex import languages
from llex.text import RichText, parse
from llex.text.differences import Change, differ, differences
from llex.translation_marks import first_text, source_text

Content = dict[str, Any]
_LISTS = ("responses", "challenges")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text as it will be printed. *changes* is empty where it is what the city sent."""

    name: str
    text: RichText
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """All that will be printed of a contribution in one *language*, in the order of the note."""

    language: str
    is_original: bool
    representative: tuple[str, str]
    passages: tuple[Passage, ...]
    removed: tuple[tuple[str, str], ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether anything is not what the city sent in this language."""
        return bool(self.removed) or any(passage.changes for passage in self.passages)


def wordings(contribution: Contribution) -> list[Wording]:
    """Return the wording in each language of the note, the city's own first."""
    submission = contribution.submissions.last()
    sent: Content = submission.content if submission else {}
    own = contribution.original_language
    codes = sorted(contribution.session.languages, key=lambda code: code != own)
    return [_wording(contribution, sent, code) for code in codes]


def sent_by_row(sent: Content, kind: str) -> dict[int, Content]:
    """Return what was sent of each response or challenge, by the key of its row."""
    return {entry["id"]: entry for entry in sent.get(kind, ())}


def sent_text(entry: Content | None, field: str, language: str) -> str:
    """Return a text that was sent in *language*, or nothing."""
    return str((entry or {}).get(field, {}).get(language, ""))


def latest(submissions: Iterable[Submission]) -> Content:
    """Return the content of the last of *submissions*, which are in their order."""
    return next((one.content for one in reversed(list(submissions))), {})


def _wording(contribution: Contribution, sent: Content, code: str) -> Wording:
    own = contribution.original_language
    return Wording(
        language=code,
        is_original=code == own,
        representative=_representative(contribution, code),
        passages=tuple(_passages(contribution, sent, code)),
        removed=tuple(_removed(contribution, sent, code)) if code == own else (),
    )


def _representative(contribution: Contribution, code: str) -> tuple[str, str]:
    """Return name and position as the list of participants has them, else as the city gave them."""
    person = contribution.representative
    given = contribution.representative_position
    if person is None:
        return contribution.representative_name, given
    listed = contribution.session.participants.filter(person=person).first()
    order = languages.fallbacks(code, first=contribution.session.main_language)
    found = first_text(listed, "position", order) if listed else None
    return person.name, found[1] if found else given


def _passages(contribution: Contribution, sent: Content, code: str) -> Iterator[Passage]:
    for kind in _LISTS:
        before = sent_by_row(sent, kind)
        for number, row in enumerate(getattr(contribution, kind).all()):
            fields = ("title", "text") if kind == "responses" else ("text",)
            for field in fields:
                language, text = printed_text(contribution, row, field, code)
                if not text:
                    continue
                # Compared in the language in which it was sent; a translation came later.
                old = sent_text(before.get(row.pk), field, language)
                changes = tuple(differences(old, text)) if old or language == code else ()
                is_own = bool(old) or language == contribution.original_language
                yield Passage(
                    name=name_of_field(f"{kind}-{number}-{field}"),
                    text=parse(text, language),
                    changes=changes if is_own and differ(changes) else (),
                )


def printed_text(contribution: Contribution, row: Any, field: str, code: str) -> tuple[str, str]:
    """Return language and text of what the note in *code* prints of a field."""
    order = languages.fallbacks(code, first=contribution.session.main_language)
    own = contribution.original_language
    return first_text(row, field, order) or (own, source_text(row, field, own).strip())


def _removed(contribution: Contribution, sent: Content, code: str) -> Iterator[tuple[str, str]]:
    """Yield what was sent in an answer that is no longer there."""
    for kind in _LISTS:
        there = {row.pk for row in getattr(contribution, kind).all()}
        for key, entry in sent_by_row(sent, kind).items():
            if key not in there and (text := sent_text(entry, "text", code)):
                yield _("Left out"), text
