"""Leads: the first words of a point, set in bold or in capitals, or before a colon."""

import re

from sessions_app.importing.formatted_text import FormattedText

_CAPITALS = re.compile(r"(?P<lead>[^:]{4,120}?)\s*[:.–—]\s+(?=\S)")
_COLON = re.compile(r"(?P<lead>[^:.!?]{3,80}?)\s*:\s+(?=\S)")
_FEWEST_CAPITALS = 4
_EDGES = " \t:"


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


def _parted(text: FormattedText, end: int) -> tuple[FormattedText, FormattedText]:
    rest = str(text)[end:]
    return text.cut(0, end).strip(_EDGES), text.cut(end + len(rest) - len(rest.lstrip(_EDGES)))


def _is_capitals(lead: str) -> bool:
    capitals = sum(character.isupper() for character in lead)
    return capitals >= _FEWEST_CAPITALS and not any(character.islower() for character in lead)
