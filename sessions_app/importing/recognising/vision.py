"""The shared vision: a list of axes, and the themes they lead to with their key points."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, zip_longest

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, plain
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedFact,
    RecognisedPoint,
    RecognisedTheme,
)
from sessions_app.importing.recognising.outline import without_number
from sessions_app.importing.recognising.plain_headings import with_headings
from sessions_app.importing.recognising.run_in_headings import lead_of, with_bold_leads
from sessions_app.importing.recognising.similarity import likeness

# How alike an axis and a heading must be to belong together.
_ALIKE = 0.3
_FEWEST_AXES = 2
_FEWEST_LEADS = 2
_LONGEST_AXIS = 40
_AXIS_EDGES = " ;.,"
_COUNTED = re.compile(r"(?P<number>[1-9][0-9]?)[.)]?\s+(?=\S)")
_LEAD_EDGES = " :–—-"


@dataclass
class _Draft:
    """A theme while its parts are collected."""

    heading: Heading
    blocks: list[Block] = field(default_factory=list)


def read_vision(note: ImportedNote, blocks: list[Block]) -> None:
    """Take axes and themes from the blocks of the vision; what precedes them is its text."""
    blocks = _with_counted_axes(note, _with_lone_axis(note, blocks))
    first = _after_axes(blocks)
    blocks = [*blocks[:first], *with_bold_leads(blocks[first:])]
    if not any(isinstance(block, Heading) for block in blocks):
        blocks = with_headings(blocks, _is_point, after=first)
    at = next((i for i, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    opening, axes = _axes(blocks[:at])
    drafts = _grouped(note, blocks[at:], axes)
    note.texts["vision"] += opening
    themes = [_theme(note, draft) for draft in drafts]
    note.themes += _matched(note, [_axis(note, axis) for axis in axes], themes)


def _with_lone_axis(note: ImportedNote, blocks: list[Block]) -> list[Block]:
    """Return *blocks* with a single axis, which looks like a numbered heading, made an item."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    if len(headings) < 2 or [one.style == "numbered" for one in headings[:2]] != [True, False]:  # noqa: PLR2004
        return blocks
    axis = headings[0]
    text = without_number(str(axis.text))
    start = len(str(axis.text)) - len(text)
    note.facts.append(RecognisedFact("number", str(axis.text)[:start], axis.where))
    item = Item(axis.text.cut(start), axis.where, 1)
    return [item if block is axis else block for block in blocks]


def _with_counted_axes(note: ImportedNote, blocks: list[Block]) -> list[Block]:
    """Return *blocks* with paragraphs that begin with 1, 2, 3 … made the items of a list."""
    counted = {
        id(block): match
        for block in blocks
        if isinstance(block, Paragraph) and (match := _COUNTED.match(str(block.text)))
    }
    numbers = [int(match["number"]) for match in counted.values()]
    if len(numbers) < _FEWEST_AXES or numbers != list(range(1, len(numbers) + 1)):
        return blocks
    made: list[Block] = []
    for block in blocks:
        match = counted.get(id(block))
        if match and isinstance(block, Paragraph):
            note.facts.append(RecognisedFact("number", match["number"], block.where))
            made.append(Item(block.text.cut(match.end()), block.where, int(match["number"])))
        else:
            made.append(block)
    return made


def _after_axes(blocks: list[Block]) -> int:
    """Return where the themes may begin: behind the first list that is numbered."""
    numbered = [isinstance(block, Item) and block.number is not None for block in blocks]
    start = numbered.index(True) if True in numbered else 0
    return next((at for at in range(start, len(blocks)) if not numbered[at]), 0)


def _axes(blocks: list[Block]) -> tuple[list[Block], list[Item]]:
    """Split the blocks before the first theme into its text and the list of axes."""
    runs = [
        list(run)
        for listed, run in groupby(blocks, key=lambda block: isinstance(block, Item))
        if listed
    ]
    lists = [run for run in runs if _are_axes(run)]
    numbered = [run for run in lists if run[0].number is not None]  # type: ignore[union-attr]
    lists = [run for run in lists if len(run) >= _FEWEST_AXES]
    axes = [item for item in (numbered or lists or [[]])[0] if isinstance(item, Item)]
    return [block for block in blocks if not any(block is axis for axis in axes)], axes


def _are_axes(run: list[Block]) -> bool:
    """Return whether items are short enough for axes, or have a lead that is."""
    return all(len(plain(item).split()) <= _LONGEST_AXIS or _lead(item) is not None for item in run)


def _axis(note: ImportedNote, axis: Item) -> RecognisedTheme:
    is_long = len(str(axis.text).split()) > _LONGEST_AXIS
    found = _lead(axis) if is_long else lead_of(axis.text, listed=False)
    statement, rest = found or (axis.text, FormattedText())
    return RecognisedTheme(
        statement=note.line(statement.strip(_AXIS_EDGES), "vision", axis.where),
        blocks=[Paragraph(rest, axis.where)] if rest else [],
        where=axis.where,
    )


def _grouped(note: ImportedNote, blocks: list[Block], axes: list[Item]) -> list[_Draft]:
    """Give each theme its blocks; a heading that is no theme's stays among the blocks."""
    headings = _theme_headings(blocks, [str(axis.text) for axis in axes])
    drafts: list[_Draft] = []
    for block in blocks:
        if any(block is heading for heading in headings):
            drafts.append(_Draft(block))  # type: ignore[arg-type]
        else:
            drafts[-1].blocks.append(block)
    below = [block for draft in drafts for block in draft.blocks if _is_below(block, draft.heading)]
    # A single one is a heading within the text of its theme.
    leads = below if len(below) >= _FEWEST_LEADS else []
    for draft in drafts:
        draft.blocks = _with_headed_points(note, draft.blocks, leads)
    return drafts


def _with_headed_points(note: ImportedNote, blocks: list[Block], leads: list[Block]) -> list[Block]:
    """Return the blocks of a theme with the headings in *leads* as leads of what follows them.

    Other headings stay as text.
    """
    made: list[Block] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        above = made[-1] if made else None
        is_lead = any(block is lead for lead in leads) and isinstance(following, Paragraph)
        if isinstance(block, Paragraph) and isinstance(above, Heading):
            lead = above.text.with_bold(len(str(above.text)))
            made[-1] = Item(lead + block.text.without_bold(), above.where)
        elif isinstance(block, Heading) and not is_lead:
            made.append(note.keep("vision", block))
        else:
            made.append(block)
    return made


def _is_below(block: Block, heading: Heading) -> bool:
    """Return whether the file says that *block* is a heading of a deeper level than *heading*."""
    if not isinstance(block, Heading):
        return False
    levels = (block.style, heading.style)
    return all(level.isdigit() for level in levels) and levels[0] > levels[1]


def _theme_headings(blocks: list[Block], axes: list[str]) -> list[Heading]:
    """Tell the headings of themes from those below them.

    Of the same look as the first, they are themes; where that makes more themes than axes, a
    heading right under another one is a part of it.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    chosen = [heading for heading in headings if heading.style == headings[0].style]
    for before, block in reversed(list(pairwise(blocks))):
        if len(chosen) <= max(len(axes), 1):
            break
        nested = isinstance(before, Heading) and any(block is heading for heading in chosen)
        if nested and _best(block, axes) <= _best(before, axes):
            chosen = [heading for heading in chosen if heading is not block]
    return chosen


def _best(heading: Block, axes: Iterable[str]) -> float:
    return max((likeness(plain(heading), axis) for axis in axes), default=0.0)


def _theme(note: ImportedNote, draft: _Draft) -> RecognisedTheme:
    heading = without_number(str(draft.heading.text))
    number = str(draft.heading.text)[: len(str(draft.heading.text)) - len(heading)]
    if number:
        note.facts.append(RecognisedFact("number", number, draft.heading.where))
    note.line(draft.heading.text, "vision", draft.heading.where)
    theme = RecognisedTheme(heading=heading, where=draft.heading.where)
    for block in draft.blocks:
        found = _lead(block)
        if found or isinstance(block, Item):
            theme.points.append(_point(note, block, found))
        elif theme.points:
            # A paragraph after a point goes on with it.
            theme.points[-1].blocks.append(block)
        else:
            theme.blocks.append(block)
    return theme


def _lead(block: Block) -> tuple[FormattedText, FormattedText] | None:
    if not isinstance(block, Item | Paragraph):
        return None
    found = lead_of(block.text, listed=isinstance(block, Item))
    return found if found and (found[1] or isinstance(block, Item)) else None


def _is_point(block: Block) -> bool:
    return isinstance(block, Item) or _lead(block) is not None


def _point(
    note: ImportedNote, block: Block, found: tuple[FormattedText, FormattedText] | None
) -> RecognisedPoint:
    lead, rest = found or (
        FormattedText(),
        block.text if isinstance(block, Item) else FormattedText(),
    )
    rest = rest.strip(_LEAD_EDGES) if lead else rest
    lead = lead.strip(_LEAD_EDGES + ".") if rest else lead
    paragraphs: list[Block] = [Paragraph(rest, block.where)] if rest else []
    return RecognisedPoint(note.line(lead, "vision", block.where), paragraphs, block.where)


def _matched(
    note: ImportedNote, axes: list[RecognisedTheme], themes: list[RecognisedTheme]
) -> list[RecognisedTheme]:
    """Lead each axis to its theme: by their words first, then in order where none are left over."""
    pairs = sorted(
        (
            (likeness(axis.statement, theme.heading), -first, -second)
            for first, axis in enumerate(axes)
            for second, theme in enumerate(themes)
        ),
        reverse=True,
    )
    led: dict[int, int] = {}
    for score, first, second in pairs:
        if score >= _ALIKE and -first not in led and -second not in led.values():
            led[-first] = -second
    axes_left = [index for index in range(len(axes)) if index not in led]
    themes_left = [index for index in range(len(themes)) if index not in led.values()]
    if len(axes_left) == len(themes_left):
        led |= dict(zip(axes_left, themes_left, strict=True))
        axes_left = themes_left = []
    if axes and themes:
        _remark(note, [axes[index] for index in axes_left], [themes[i] for i in themes_left])
    whole = [
        replace(
            themes[led[index]],
            statement=axis.statement,
            blocks=[*axis.blocks, *themes[led[index]].blocks],
        )
        if index in led
        else axis
        for index, axis in enumerate(axes)
    ]
    return whole + [themes[index] for index in range(len(themes)) if index not in led.values()]


def _remark(note: ImportedNote, axes: list[RecognisedTheme], themes: list[RecognisedTheme]) -> None:
    for axis in axes:
        note.remarks.append(
            _("No theme was found for the axis “%(axis)s”.") % {"axis": axis.statement}
        )
    for theme in themes:
        note.remarks.append(_("No axis leads to the theme “%(theme)s”.") % {"theme": theme.heading})
