"""The countries of the cities of a note: those that are chosen by hand, and those to be asked."""

from collections.abc import Mapping
from itertools import islice

from django.utils.translation import gettext as _

from sessions_app.importing.recognising.gazetteer import Gazetteer, namesakes_of, place_called
from sessions_app.importing.recognising.imported_note import (
    CountryQuestion,
    ImportedNote,
    RecognisedCityRow,
)
from sessions_app.importing.words import fold

# In people: a smaller place may be a namesake of one that the gazetteer does not know.
_SMALL = 15_000


def put_countries(note: ImportedNote, chosen: Mapping[int, str], gazetteer: Gazetteer) -> None:
    """Give rows the countries that organisers chose, by place; their names stay as written."""
    for row in note.rows:
        if country := chosen.get(row.where):
            row.country = country
            row.place = place_called(gazetteer, row.name, country)


def ask_countries(note: ImportedNote, chosen: Mapping[int, str], gazetteer: Gazetteer) -> None:
    """Ask for the countries that are missing or unsure, and for those that were *chosen*."""
    written = {fact.about for fact in note.facts if fact.kind == "country"}
    for row in note.rows:
        rivals = (
            [other.country for other in islice(namesakes_of(gazetteer, row.name, row.place), 1)]
            if row.place and row.country not in written and row.where not in chosen
            else []
        )
        is_small = _is_small(row) and row.country not in written and row.where not in chosen
        if not row.country:
            note.remarks.append(_without_country(row.name, gazetteer))
        elif row.place is None:
            note.remarks.append(_("%(city)s is not in the gazetteer.") % {"city": row.name})
        elif rivals:
            text = _(
                "%(city)s was taken for the one in %(country)s; there is another in %(other)s."
            )
            names = {"city": row.name, "country": row.country, "other": rivals[0]}
            note.remarks.append(text % names)
        elif is_small:
            text = _("%(city)s was taken for a small place in %(country)s; please confirm it.")
            note.remarks.append(text % {"city": row.name, "country": row.country})
        if rivals or is_small or not row.country or row.where in chosen:
            likely = tuple(_countries(row.name, gazetteer))
            note.country_questions.append(CountryQuestion(row.name, row.where, row.country, likely))


def _is_small(row: RecognisedCityRow) -> bool:
    """Return whether the place found has so few people that another one may be meant."""
    return row.place is not None and row.place.population < _SMALL


def _without_country(name: str, gazetteer: Gazetteer) -> str:
    if countries := _countries(name, gazetteer):
        return _("There is a %(city)s in more than one country (%(countries)s): choose which.") % {
            "city": name,
            "countries": ", ".join(countries),
        }
    return _("No country was found for %(city)s.") % {"city": name}


def _countries(name: str, gazetteer: Gazetteer) -> list[str]:
    """Return the countries that have a place called *name*, the likeliest first."""
    places = gazetteer.find(name)
    named = sorted(places, key=lambda place: fold(place.name) != fold(name))
    return list(dict.fromkeys(place.country for place in named))
