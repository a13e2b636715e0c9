"""The import of a note: file, blocks, recognised note, rows, and the completeness check."""

from dataclasses import dataclass

from django.db import transaction

from cities.directory import gazetteer
from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.completeness import CompletenessCheck, check
from sessions_app.importing.drafting import Draft, write
from sessions_app.importing.drafting.series import known_titles
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading import Reading, read
from sessions_app.importing.recognising import ImportedNote, recognise
from sessions_app.importing.written_language import mismatch, require_readable


@dataclass(frozen=True, slots=True)
class Import:
    """A note that was imported, with everything there is to say about it."""

    reading: Reading
    note: ImportedNote
    draft: Draft
    completeness: CompletenessCheck


@transaction.atomic
def import_note(data: bytes, name: str, *, series: str, language: str) -> Import:
    """Create a draft session from the content of a file called *name*, in one transaction.

    Raise ImportRefused, with nothing written, if it cannot be one.
    """
    reading = read(data, name)
    require_readable(reading, language)
    if problem := mismatch(reading, language):
        raise ImportRefused(problem)
    known = known_titles(series)
    gazetteer.ensure_loaded()
    note = recognise(reading, language=language, gazetteer=CityGazetteer(), series=known)
    draft = write(note, series)
    return Import(reading, note, draft, check(reading, note, draft.session))
