"""The table of places, as the recogniser asks it."""

from collections.abc import Sequence
from functools import lru_cache

from cities.directory import gazetteer
from sessions_app.importing.recognising.imported_note import RecognisedPlace

# A name of more characters is a sentence; the gazetteer need not be asked.
_LONGEST_NAME = 60


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
