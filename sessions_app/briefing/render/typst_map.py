"""The map of a note's cities as data for the typesetter."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.public.map.printed import printed_map
from cities.wording.published_row import PublishedRow
from llex.core.languages.phrases import join_items
from llex.core.languages.sorting import sort_key
from llex.core.text import Phrase
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document

Data = dict[str, Any]
LayOut = Callable[[Phrase | None], Data | None]

# So many cities are named in the text for those who do not see the map.
_TOLD = 20


def typst_map(document: Document, lay_out: LayOut) -> Data | None:
    """Return the map, with its key as text; None where the place of no city is known.

    Cities are numbered by the alphabet.
    """
    rows = _located(document)
    if not rows:
        return None
    drawn = printed_map([(str(row.city.name), row.coordinates) for row in rows if row.coordinates])
    return {
        "title": _("Where the cities are"),
        "alternative": _alternative(rows),
        "width": drawn.width,
        "height": drawn.height,
        "land": drawn.land,
        "points": [
            {
                "x": one.x,
                "y": one.y,
                "radius": one.radius,
                "number": phrases.number(one.number) if one.number else "",
            }
            for one in drawn.points
        ],
        "labels": [
            {
                "x": one.x,
                "y": one.y,
                "side": one.anchor,
                "name": lay_out(rows[one.position].city.name),
            }
            for one in drawn.labels
        ],
        "key": [
            {
                "number": phrases.number(one.number),
                "names": [lay_out(rows[position].city.name) for position in one.positions],
            }
            for one in drawn.key
        ],
    }


def _located(document: Document) -> list[PublishedRow]:
    """Return the rows of cities whose place is known, each city once, by the alphabet."""
    rows = {row.city.slug: row for row in document.rows if row.coordinates}
    return sorted(rows.values(), key=lambda row: sort_key(str(row.city.name), document.language))


def _alternative(rows: list[PublishedRow]) -> str:
    """Return what the map shows: its cities, as far as they can be told in a sentence."""
    names = join_items(str(row.city.name) for row in rows[:_TOLD])
    more = len(rows) - _TOLD
    if more <= 0:
        return _("Map with the cities of the table: %(names)s.") % {"names": names}
    text = ngettext(
        "Map with the cities of the table: %(names)s and %(number)s more.",
        "Map with the cities of the table: %(names)s and %(number)s more.",
        more,
    )
    return text % {"names": names, "number": phrases.number(more)}
