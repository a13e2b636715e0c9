"""Places and countries in the text of a note."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

from llex.core.languages.countries import all_names
from sessions_app.importing.recognising.imported_note import RecognisedPlace
from sessions_app.importing.vocabulary import phrases, vocabularies
from sessions_app.importing.words import fold

_MOST_WORDS = 6
# Which share of a city's people a place in another country has, to be named or asked about: one of
# the same name, and one that is only also spelt so.
_NOTABLE = 0.1
_AS_LARGE = 0.5
_MUCH_LARGER = 2
# In people: so large is a town that may be meant by its own name.
_TOWN = 15_000
_PARTING = ",;:–—-("


class Gazetteer(Protocol):
    """Where places are looked up."""

    def find(self, name: str, country: str = "") -> Sequence[RecognisedPlace]:
        """Return the places that *name* may mean, the likeliest first, in *country* if given."""


@cache
def _codes() -> dict[str, str]:
    codes = {fold(name): code for code, name in all_names()}
    codes |= {
        fold(name): code
        for vocabulary in vocabularies().values()
        for code, names in vocabulary.countries.items()
        for name in names
    }
    codes.pop("", None)
    return codes


def country_of(name: str) -> str:
    """Return the code of the country called *name* in one of our languages, or nothing."""
    return _codes().get(fold(name), "")


def place_called(gazetteer: Gazetteer, name: str, country: str = "") -> RecognisedPlace | None:
    """Return the likeliest place of that name; “City of …” before it does not matter."""
    found = gazetteer.find(name, country)
    if not found:
        folded = fold(name)
        bare = next((p for p in phrases("city_of") if folded.startswith(f"{p} ")), "")
        found = gazetteer.find(folded.removeprefix(bare), country) if bare else ()
    return found[0] if found else None


def namesakes_of(
    gazetteer: Gazetteer, name: str, place: RecognisedPlace
) -> Iterator[RecognisedPlace]:
    """Yield the notable places in other countries whose own name is *name*."""
    for other in gazetteer.find(name):
        is_namesake = fold(other.name) == fold(name) and other.country != place.country
        if is_namesake and other.population >= place.population * _NOTABLE:
            yield other


def certain_place(gazetteer: Gazetteer, name: str, country: str) -> RecognisedPlace | None:
    """Return the place called *name*; None where the country is to be asked for."""
    place = place_called(gazetteer, name, country)
    if place and not country:
        for other in gazetteer.find(name):
            if other.country != place.country and _may_be_meant(other, place, name):
                return None
    return place


def _may_be_meant(other: RecognisedPlace, place: RecognisedPlace, name: str) -> bool:
    """Return whether *name* may as well mean *other* as the likelier *place*.

    Lalitpur is a city in India, and one twice as large in Nepal that is also called Pātan.
    """
    share = other.population / max(place.population, 1)
    if fold(other.name) != fold(name):
        return share >= _MUCH_LARGER
    if fold(place.name) != fold(name) and other.population >= _TOWN:
        # Nobody writes a large city's other name where a town has it as its own: Victoria.
        return True
    spelt_so = other.name == name != place.name
    return share >= (_NOTABLE if spelt_so else _AS_LARGE)


def leading_place(gazetteer: Gazetteer, text: str) -> tuple[int, RecognisedPlace] | None:
    """Return where the place that *text* begins with ends, and the place.

    The longest place wins, but a person's name after it needs at least two words, because a first
    name may look like a part of the city's, or like a city.
    """
    words = text.split(" ")
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        name = " ".join(words[:count]).rstrip(_PARTING + " ")
        if _may_follow(text[len(name) :]) and (place := place_called(gazetteer, name)):
            return len(name), place
    return None


def _may_follow(rest: str) -> bool:
    """Return whether *rest* can follow a city: nothing, a new piece, or a name of two words."""
    bare = rest.lstrip()
    return not bare or bare[0] in _PARTING or len(bare.split(",")[0].split()) > 1
