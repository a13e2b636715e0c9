"""The changes from one edition to the next, text by text and word by word."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from llex.core.text.differences import Change, differ, differences
from sessions_app.briefing.document import Document
from sessions_app.briefing.text_locations import Location, Target, texts


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A text of a note that was added, removed or worded otherwise."""

    place: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class LanguageChanges:
    """The changes in one language; *is_new* where the edition before was not kept in it."""

    language: str
    texts: tuple[WordingChange, ...]
    is_new: bool = False
    has_other_changes: bool = False

    def __bool__(self) -> bool:
        return bool(self.texts or self.is_new or self.has_other_changes)


def edition_changes(
    before: Mapping[str, Document], after: Mapping[str, Document]
) -> list[LanguageChanges]:
    """Compare two states of one note, by language; a language without a change is falsy.

    Results of votes, moments and lists of names, which are no texts, count as other changes.
    """
    return [
        _compare(before[code], document)
        if code in before
        else LanguageChanges(code, (), is_new=True)
        for code, document in after.items()
    ]


def _compare(before: Document, after: Document) -> LanguageChanges:
    found = tuple(_text_changes(before, after))
    return LanguageChanges(after.language, found, has_other_changes=_facts(before) != _facts(after))


def _text_changes(before: Document, after: Document) -> Iterator[WordingChange]:
    old, new = texts_by_key(before), texts_by_key(after)
    # In the order of the new note; what is gone comes where it was, behind all that stayed.
    for key in [*new, *(key for key in old if key not in new)]:
        there, here = old.get(key), new.get(key)
        location = here or there
        changes = tuple(differences(*(one.plain if one else "" for one in (there, here))))
        if location is not None and differ(changes):
            yield WordingChange(location.place, changes)


def texts_by_key(document: Document) -> dict[tuple[Target, str, int], Location]:
    """Return the texts by what they are of, and their number among those of the same.

    Texts without a key of their own are matched by the name of their place.
    """
    seen: Counter[tuple[Target, str]] = Counter()
    found = {}
    for location in texts(document):
        of = location.target, "" if location.target.key else location.place
        found[*of, seen[of]] = location
        seen[of] += 1
    return found


def _facts(document: Document) -> tuple[object, ...]:
    """Return what is no text: moments, people, results, sources and dates of responses."""
    event = document.event
    return (
        (
            event.starts_at,
            event.time_zone,
            event.duration,
            event.attendance,
            event.countries,
            event.continents,
            event.speaker_genders,
            event.recording,
        ),
        tuple((one.name, one.role) for one in document.attendees),
        tuple((quotation.speaker, quotation.section) for quotation in document.quotations),
        tuple(_results(document)),
        tuple((row.city.slug, row.representative) for row in document.rows),
        tuple((one.since, one.source) for row in document.rows for one in row.responses),
        (document.credits, document.series.issn, document.series.number),
    )


def _results(document: Document) -> Iterator[tuple[object, ...]]:
    for consultation in document.consultations:
        counted = (getattr(consultation, name, ()) for name in ("items", "words", "choices"))
        yield (consultation.ballots, *counted)
