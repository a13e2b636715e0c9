"""The results of a consultation as a picture. All texts are in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Final

from django.utils.translation import gettext as _

from llex.core.charts.picture import (
    COLOURS,
    LINE,
    MARGIN,
    QUIET,
    Picture,
    PictureBox,
    PictureText,
)
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items, labelled
from priorities.charts.rating_picture import WIDTH, RatingLine, draw_groups, draw_ratings
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    RatingsResult,
    WordsResult,
)
from sessions_app.briefing import result_texts
from sessions_app.briefing.document import Event
from sessions_app.briefing.phrases import date_text
from sessions_app.briefing.result_axes import axis
from sessions_app.briefing.result_comparisons import change_basis, group_name, group_title

_LABEL: Final = 260.0
_FIGURE: Final = 90.0
_ROW: Final = 32


def result_picture(result: ConsultationResult, source: str) -> Picture | None:
    """Return the picture of a result, None where nothing was counted; *source* is below it."""
    if not result.has_results:
        return None
    picture = Picture(str(result.question), result_texts.chart(result), width=WIDTH)
    return picture.finish(source, _draw(result, picture))


def language_picture(result: ConsultationResult, source: str) -> Picture | None:
    """Return the picture of a result by language, None where it may not be split."""
    return _group_picture(result, "language", source)


def region_picture(result: ConsultationResult, source: str) -> Picture | None:
    """Return the picture of a result by region, None where it may not be split."""
    return _group_picture(result, "region", source)


def _group_picture(result: ConsultationResult, by: str, source: str) -> Picture | None:
    groups = result.groups_by(by)
    if not groups:
        return None
    names = list(map(group_name, groups))
    lines = [
        (str(service.name), [group.values[service.slug] for group in groups])
        for service in result.services()
        if service.slug in groups[0].values
    ]
    words = (
        labelled(label, join_items(map(labelled, names, map(number, values))))
        for label, values in lines
    )
    picture = Picture(str(result.question), join_items(words), width=WIDTH)
    scale, unit = 0, _("Share of ballots")
    if isinstance(result, RatingsResult):
        scale, unit = result.scale, result_texts.scale(result)
    top = picture.heading([f"{group_title(by)}. {unit}."])
    return picture.finish(source, draw_groups(picture, names, lines, scale, top))


def source_text(event: Event, address: str) -> str:
    """Return what is written below a picture: the session, its day, and where the note is."""
    return _("%(session)s, %(day)s. %(address)s") % {
        "session": event.title,
        "day": date_text(event.starts_at.date()),
        # Its end stays its end where the line is written from right to left.
        "address": f"{address}\u200e",
    }


@singledispatch
def _draw(result: ConsultationResult, picture: Picture) -> float:
    """Draw a result and return where the drawing ends; each kind registers its own."""
    raise TypeError(result)


@_draw.register
def _ratings(result: RatingsResult, picture: Picture) -> float:
    lines = [
        RatingLine(str(item.service.name), item.mean, result.scale, item.distribution, item.change)
        for item in result.items
    ]
    remarks = [f"{result_texts.outcome(result)} {result_texts.scale(result)}."]
    top = picture.heading([*remarks, change_basis(result)])
    return draw_ratings(picture, lines, top)


@_draw.register
def _choices(result: ChoiceResult, picture: Picture) -> float:
    rows = [
        (
            str(item.service.name),
            result_texts.share(item, result),
            f"{number(item.count)} · {result_texts.percentage(item, result)}",
        )
        for item in result.choices
    ]
    remarks = [result_texts.outcome(result), result_texts.choice_limit(result)]
    return _bars(picture, rows, axis(result), picture.heading(remarks))


@_draw.register
def _words(result: WordsResult, picture: Picture) -> float:
    ranked = result_texts.ranked_words(result)
    most = ranked[0].count
    rows = [(one.word, one.count / most, number(one.count)) for one in ranked]
    return _bars(picture, rows, axis(result), picture.heading([result_texts.outcome(result)]))


def _bars(
    picture: Picture,
    rows: Sequence[tuple[str, float, str]],
    ticks: Sequence[str],
    top: float,
) -> float:
    """Draw bars from zero with their figures; *ticks* are the texts along them."""
    width = WIDTH - MARGIN - _FIGURE - _LABEL
    top += 6
    bottom = top + _ROW * len(rows)
    for place, text in enumerate(ticks):
        x = _LABEL + width * place / (len(ticks) - 1)
        colour, thick = (LINE, 1) if place else (QUIET, 1.5)
        picture.boxes.append(PictureBox(x - thick / 2, top, thick, bottom - top, colour))
        picture.texts.append(PictureText(x, bottom + 15, text, 12, "middle", QUIET))
    for place, (label, share, figure) in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        picture.label(label, MARGIN, y, 34)
        picture.boxes.append(PictureBox(_LABEL, y - 8, round(width * share, 2), 16, COLOURS[0]))
        end = WIDTH - MARGIN
        picture.texts.append(PictureText(end, y + 5, figure, 14, "end", weight=700))
    return bottom + 22
