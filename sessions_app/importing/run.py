"""The import of a note: file, blocks, recognised note, rows, and the completeness check."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from cities.directory import gazetteer
from sessions_app.importing.completeness import CompletenessCheck, check
from sessions_app.importing.drafting import Draft, write
from sessions_app.importing.drafting.series import known_titles
from sessions_app.importing.reading import Reading, read
from sessions_app.importing.recognising import ImportedNote, recognise
from sessions_app.importing.recognising.imported_note import RecognisedPlace

# A name of more characters is a sentence; the gazetteer need not be asked.
_LONGEST_NAME = 60


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
    known = known_titles(series)
    gazetteer.ensure_loaded()
    note = recognise(reading, language=language, gazetteer=CityGazetteer(), series=known)
    draft = write(note, series)
    return Import(reading, note, draft, check(reading, note, draft.session))


class CityGazetteer:
    """Looks places up in the table of places, each name once."""

    def __init__(self) -> None:
        self._cached = lru_cache(maxsize=2048)(_find)

    def find(self, name: str, country: str = "") -> Sequence[RecognisedPlace]:
        """Return the places that *name* may mean, the likeliest first, in *country* if given."""
        return self._cached(name, country) if len(name) <= _LONGEST_NAME else ()


def _find(name: str, country: str) -> tuple[RecognisedPlace, ...]:
    return tuple(
        RecognisedPlace(
            place.name,
            place.country.code,
            place.geoname_id,
            place.latitude,
            place.longitude,
            place.population,
        )
        for place in gazetteer.find(name, country=country or None)
    )
