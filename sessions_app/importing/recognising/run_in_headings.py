"""Leads: the first words of a point, set in bold or in capitals, or before a colon."""

import re
from dataclasses import replace

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Item, Paragraph
from sessions_app.importing.reading.headings import ends_sentence

_CAPITALS = re.compile(r"(?P<lead>[^:]{4,120}?)\s*[:.–—]\s+(?=\S)")
_COLON = re.compile(r"(?P<lead>[^:.!?]{3,80}?)\s*:\s+(?=\S)")
_DASH = re.compile(r"(?P<lead>[^:.!?–—]{3,80}?)\s+[–—]\s+(?=\S)")
_STOP = re.compile(r"(?P<lead>[^:.!?–—]{3,60}?)\.\s+(?=\S)")
_FEWEST_CAPITALS = 4
_LONGEST_PLAIN = 7
_FEWEST_PLAIN = 2
_NEARLY_ALL = 0.7
_EDGES = " \t:"
_MARKS = (". ", ".\u00a0", "– ", "— ", "- ")
_BEHIND = ".–—-\u00a0\u202f"


def lead_of(text: FormattedText, *, listed: bool) -> tuple[FormattedText, FormattedText] | None:
    """Part a point into its lead and the rest, or return None where it has no lead.

    In a list (*listed*) a few plain words before a colon are a lead, too.
    """
    runs = text.bold_runs()
    line = str(text)
    if runs and runs[0][0] == 0:
        return _parted(text, runs[0][1])
    if (match := _CAPITALS.match(line)) and _is_capitals(match["lead"]):
        return _parted(text, match.end("lead"))
    if listed and (match := _COLON.match(line)):
        return _parted(text, match.end("lead"))
    return None


def with_bold_leads(blocks: list[Block]) -> list[Block]:
    """Return points with their leads in bold, where the file has lost what was bold.

    It has where no point has a lead that is marked, and nearly all begin with a few words apart.
    """
    points = [
        block
        for block in blocks
        if isinstance(block, Item)
        or (isinstance(block, Paragraph) and ends_sentence(str(block.text)))
    ]
    lines = [block for block in blocks if isinstance(block, Item | Paragraph)]
    ends = {id(line): _plain_end(line.text) for line in lines}
    apart = [point for point in points if ends[id(point)]]
    is_marked = any(lead_of(point.text, listed=False) for point in points)
    if is_marked or len(apart) < _FEWEST_PLAIN or len(apart) < len(points) * _NEARLY_ALL:
        return blocks
    return [
        replace(block, text=block.text.with_bold(end))
        if isinstance(block, Item | Paragraph) and (end := ends[id(block)])
        else block
        for block in blocks
    ]


def _plain_end(text: FormattedText) -> int:
    """Return where the few words end that a point begins with, 0 where it does not."""
    for way in (_COLON, _DASH, _STOP):
        match = way.match(str(text))
        if match and len(match["lead"].split()) <= _LONGEST_PLAIN:
            return match.end("lead") + (way is _STOP)
    return 0


def _parted(text: FormattedText, end: int) -> tuple[FormattedText, FormattedText]:
    rest = str(text)[end:]
    rest_at = end + len(rest) - len(rest.lstrip(_EDGES))
    if rest.lstrip().startswith(_MARKS):
        # What ends the lead is not in bold: “**Frost**. Nights are cold.”
        rest_at = end + len(rest) - len(rest.lstrip(_EDGES + _BEHIND))
    return text.cut(0, end).strip(_EDGES), text.cut(rest_at)


def _is_capitals(lead: str) -> bool:
    capitals = sum(character.isupper() for character in lead)
    return capitals >= _FEWEST_CAPITALS and not any(character.islower() for character in lead)
