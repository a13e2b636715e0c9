"""“In short”: the findings a note begins with, and what is computed beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items
from llex.core.text import Block, Break, Bullets, Inline, Paragraph, RichText
from llex.core.text.nodes import Item
from priorities.charts.spread import Band, band_text
from priorities.results.published import ItemResult, RatingsResult
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document

# A summary of fewer findings says too little, one of more is not short.
FEWEST: Final = 3
MOST: Final = 5
_PRIORITIES: Final = 3


def findings_list(text: RichText | None) -> RichText | None:
    """Return *text* with its findings numbered: the items of its lists, else each of its lines."""
    if not text:
        return None
    if any(isinstance(block, Bullets) for block in text.blocks):
        return RichText(text.language, tuple(map(_numbered, text.blocks)))
    items = tuple(item for block in text.blocks for item in _lines(block))
    return RichText(text.language, (Bullets(items, start=1),))


def count_findings(text: RichText | None) -> int:
    """Return how many findings a summary has."""
    blocks = text.blocks if text else ()
    return sum(len(block.items) for block in blocks if isinstance(block, Bullets))


def _numbered(block: Block) -> Block:
    return Bullets(block.items, start=block.start or 1) if isinstance(block, Bullets) else block


def _lines(block: Block) -> Iterator[Item]:
    """Yield each line of a paragraph as an item; a table is one."""
    if not isinstance(block, Paragraph):
        yield Item((block,))
        return
    for is_break, nodes in groupby(block.children, lambda node: isinstance(node, Break)):
        line: tuple[Inline, ...] = tuple(nodes)
        if not is_break:
            yield Item((Paragraph(line),))


@dataclass(frozen=True, slots=True)
class RatedItem:
    """One of the services rated highest, and the middle half of its answers."""

    item: ItemResult
    band: Band


@dataclass(frozen=True, slots=True)
class TopRated:
    """The services rated highest in a consultation; *number* is its place in the note, from 1."""

    number: int
    result: RatingsResult
    items: tuple[RatedItem, ...]


def top_rated(document: Document) -> TopRated | None:
    """Return what was rated highest in the first consultation that asked for ratings."""
    for place, result in enumerate(document.consultations, start=1):
        if isinstance(result, RatingsResult):
            rated = [one for one in result.items if one.mean is not None]
            items = tuple(_rated(one) for one in rated[:_PRIORITIES])
            if items:
                return TopRated(place, result, items)
    return None


def _rated(item: ItemResult) -> RatedItem:
    return RatedItem(item, Band.around(item.distribution))


def figures(document: Document) -> list[tuple[str, str]]:
    """Return three figures about the cities, each with what it counts; what is zero is left out."""
    answered = {answer for row in document.rows for one in row.responses for answer in one.answers}
    challenges = [one.id for row in document.rows for one in row.challenges]
    cities = len(document.rows)
    responses = sum(len(row.responses) for row in document.rows)
    counted = (
        (cities, npgettext("under a figure", "city reported", "cities reported", cities)),
        (responses, npgettext("under a figure", "policy response", "policy responses", responses)),
        (len(challenges), _challenges(len(challenges), len(answered.intersection(challenges)))),
    )
    return [(number(count), label) for count, label in counted if count]


def _challenges(count: int, answered: int) -> str:
    if not answered:
        return npgettext("under a figure", "challenge", "challenges", count)
    return npgettext(
        "under a figure",
        "challenge, %(answered)s of them answered",
        "challenges, %(answered)s of them answered",
        count,
    ) % {"answered": number(answered)}


def spread(rated: RatedItem) -> str:
    """Return in words how a service was rated, for those who do not see the drawing."""
    return band_text(rated.item.mean, rated.band)


def basis(top: TopRated) -> str:
    """Return what the drawing of the services rated highest rests on."""
    ballots = ngettext("%(number)s ballot", "%(number)s ballots", top.result.ballots)
    return _("Mean of %(ballots)s, and between which scores the middle half of them is.") % {
        "ballots": ballots % {"number": number(top.result.ballots)}
    }


def priorities_line(document: Document) -> str:
    """Return what was rated highest as a line, "" without ratings."""
    top = top_rated(document)
    if top is None:
        return ""
    rated = join_items(
        _("%(service)s %(mean)s")
        % {"service": one.item.service.name, "mean": phrases.mean(one.item.mean)}
        for one in top.items
    )
    values = {"services": rated, "scale": number(top.result.scale)}
    return _("Rated most important, out of %(scale)s: %(services)s") % values
