"""The completeness check: every word of the file is found again in the rows, or it is lost.

It does not trust the recogniser: it counts the words of the file as it came, and the words of the
rows as the database gives them back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import unquote

from llex.core import languages
from llex.core.text import (
    Block,
    Bullets,
    Emphasis,
    Inline,
    Item,
    Link,
    Paragraph,
    Strong,
    parse,
    to_plain,
)
from sessions_app.importing.drafting.facts import HeldFacts, text_field
from sessions_app.importing.drafting.field_texts import markdown
from sessions_app.importing.reading import Reading
from sessions_app.importing.recognising import SECTIONS, ImportedNote
from sessions_app.importing.words import count
from sessions_app.models import LearningSession, Participant


@dataclass(frozen=True, slots=True)
class CompletenessCheck:
    """How many words the file has, how many were left out, and which are lost."""

    words: int
    dropped: int
    lost: Counter[str]


def check(reading: Reading, note: ImportedNote, session: LearningSession) -> CompletenessCheck:
    """Compare the words of the file with those of the rows, which are read anew."""
    session = LearningSession.objects.select_related("series").get(pk=session.pk)
    wanted = _wanted(reading)
    dropped = count(one.text for one in (*reading.dropped, *note.dropped))
    facts = HeldFacts(session, note.language)
    held = count(fact.text for fact in note.facts if facts.has(fact))
    lost = +wanted - dropped - held - _written(session, note)
    return CompletenessCheck(reading.words.total(), dropped.total(), lost)


def unplaced(reading: Reading, note: ImportedNote) -> Counter[str]:
    """Return the words of the file that are nowhere in what was recognised, nor left out."""
    lines = [note.title, note.series_title, note.tagline, *(fact.text for fact in note.facts)]
    lines += [question.text for question in note.questions if not question.quoted]
    blocks = [block for texts in note.texts.values() for block in texts]
    people = [one.person for one in note.attendees if one.listed]
    people += [quotation.speaker for quotation in note.quotations]
    blocks += [block for quotation in note.quotations for block in quotation.blocks]
    for row in note.rows:
        lines.append(row.name)
        people.append(row.representative)
        for answer in (*row.answers("response"), *row.answers("challenge")):
            lines.append(answer.title)
            blocks += answer.blocks
    for theme in note.themes:
        lines += [theme.statement, theme.heading, *(point.lead for point in theme.points)]
        blocks += theme.blocks
        for point in theme.points:
            blocks += point.blocks
    lines += [text for person in people for text in (person.name, person.position)]
    held = count(lines)
    held += count(_whole(markdown([block])) for block in blocks)
    dropped = count(one.text for one in (*reading.dropped, *note.dropped))
    return +_wanted(reading) - dropped - held


def _wanted(reading: Reading) -> Counter[str]:
    """Count the words of the file, with those rejoined that a line end had cut."""
    wanted = Counter(reading.words)
    for left, right, whole in reading.mended:
        wanted.subtract([left, right])
        wanted[whole] += 1
    return wanted


def _written(session: LearningSession, note: ImportedNote) -> Counter[str]:
    """Count the words of everything that was written for the note, each as often as it is there."""
    language = note.language
    lines = [getattr(session, f"title_{language}"), *_series(session, note)]
    texts = [getattr(session, text_field(section, language)) for section in SECTIONS]
    for consultation in session.consultations.all():
        lines += [getattr(consultation, f"question_{code}") for code in languages.CODES]
    for row in session.contributions.all():
        lines += [row.representative_name, row.representative_position]
        responses, challenges = list(row.responses.all()), list(row.challenges.all())
        lines += [text.original_title for text in responses]
        texts += [text.original_text for text in responses]
        texts += [text.original_text for text in challenges]
        for code in languages.CODES:
            lines += [getattr(text, f"title_{code}") for text in responses]
            texts += [getattr(text, f"text_{code}") for text in responses]
            texts += [getattr(text, f"text_{code}") for text in challenges]
    for theme in session.themes.all():
        lines += [getattr(theme, f"{name}_{language}") for name in ("statement", "heading")]
        texts.append(getattr(theme, f"text_{language}"))
        for point in theme.points.all():
            lines.append(getattr(point, f"lead_{language}"))
            texts.append(getattr(point, f"text_{language}"))
    quotes = list(session.quotes.select_related("speaker__person"))
    texts += [getattr(quote, f"text_{language}") for quote in quotes]
    people = [quote.speaker for quote in quotes] + _listed(session, note)
    return (
        count(filter(None, lines))
        + count(_whole(text) for text in texts if text)
        + sum((_of_person(participant, language) for participant in people), Counter())
    )


def _series(session: LearningSession, note: ImportedNote) -> list[str]:
    """Return what the series is called, if the note says so."""
    if not note.series_title and not note.tagline:
        return []
    return [getattr(session.series, f"{name}_{note.language}") for name in ("title", "tagline")]


def _listed(session: LearningSession, note: ImportedNote) -> list[Participant]:
    """Return the participants in a list of the note, each as often as it lists them."""
    by_name = {
        name: participant
        for participant in session.participants.select_related("person")
        for name in (participant.person.name, *participant.person.other_spellings)
    }
    names = [attendee.person.name for attendee in note.attendees if attendee.listed]
    return [by_name[name] for name in names if name in by_name]


def _of_person(participant: Participant, language: str) -> Counter[str]:
    """Count the words of a person's name, in whatever spelling has most of each, and position."""
    person = participant.person
    names = [count([name]) for name in (person.name, *person.other_spellings)]
    return reduce(or_, names) + count([getattr(participant, f"position_{language}") or ""])


def _whole(markdown: str) -> str:
    """Return the text of *markdown* with the addresses of its links."""
    text = parse(markdown, "")
    return " ".join([to_plain(text), *map(unquote, _addresses(text.blocks))])


def _addresses(nodes: Iterable[Block | Inline | Item]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Link():
                yield node.href
            case Paragraph() | Emphasis() | Strong():
                yield from _addresses(node.children)
            case Bullets():
                yield from _addresses(node.items)
            case Item():
                yield from _addresses(node.blocks)
