"""What a language's vocabulary consists of."""

from collections.abc import Mapping
from dataclasses import dataclass

from sessions_app.briefing.document import Section

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words by which notes in one language are told apart into their parts.

    Words may stand as they are written; they are compared without accents and case.
    """

    # Each month's names, full and short, January first; the weekdays, Monday first.
    months: tuple[Words, ...]
    weekdays: Words
    # What may stand in a line that only says when: “Held on …”.
    around_date: Words
    # What kind of publication a note is, as it stands before its title.
    publication: Words
    # Words in the name of a series, and labels of the lines of a title page.
    series: Words
    labels: Mapping[str, Words]
    contact: Words
    # Phrases in the heading of a section.
    sections: Mapping[Section, Words]
    # Beginnings of words in the heads of a table's columns.
    columns: Mapping[str, Words]
    # Before the names of those who led the session, and of those who were there.
    chaired: Words
    attended: Words
    people_headings: Words
    # Between a quotation and its speaker.
    said: Words
    # Beginnings of words for what people are, and what stands before their names.
    positions: Words
    honorifics: Words
    # Before a city's name: “City of”.
    city_of: Words
    # Beginnings of words by which a question asks for a rating.
    rating: Words
    question: Words
    # By which a note takes leave: “follow us”.
    farewell: Words
    heads: Words
    # Little words that say which language a text is in and nothing else.
    small: Words
    # Numbers in words, as far as anybody counts heads in them.
    numbers: Mapping[str, int]
