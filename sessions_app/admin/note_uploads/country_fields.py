"""Lists to choose the countries of the cities of a note, where these are missing or unsure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from llex.core import languages
from llex.core.languages.countries import CODES, country_name
from llex.core.languages.sorting import sort_key
from sessions_app.importing.recognising import ImportedNote

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CountryField:
    """A city, the country it was taken to be in, the likely and all others, and the *chosen*."""

    city: str
    where: int
    recognised: str
    likely: Choices
    others: Choices
    chosen: str


def country_fields(note: ImportedNote, answers: Mapping[str, Any]) -> list[CountryField]:
    """Return a field for each city whose country is asked, in the order of the note."""
    chosen: Mapping[str, str] = answers.get("countries", {})
    reader = get_language() or languages.DEFAULT
    names = [(code, country_name(code, reader)) for code in CODES] if note.country_questions else []
    names.sort(key=lambda pair: sort_key(pair[1], reader))
    fields = []
    for asked in note.country_questions:
        answer = chosen.get(str(asked.where), "")
        fields.append(
            CountryField(
                asked.city,
                asked.where,
                country_name(asked.country, reader) if asked.country and not answer else "",
                [(code, country_name(code, reader)) for code in asked.likely],
                [(code, name) for code, name in names if code not in asked.likely],
                answer,
            )
        )
    return fields
