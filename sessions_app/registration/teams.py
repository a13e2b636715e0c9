"""Registering a team from a pasted list: one person a line, as mail programs and tables give it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from llex.core.mail.addresses import AddressFormField
from llex.core.text.normalization import clean_line
from sessions_app.models import LearningSession, Registration
from sessions_app.registration import confirming
from sessions_app.registration.forms import plain_line

MOST: Final = 50
_ADDRESS: Final = re.compile(r"[^\s<>,;\"'()\[\]]+@[^\s<>,;\"'()\[\]]+")
_CUTS: Final = re.compile(r"\t|;|,|\s{2,}|\s[|–—]\s")
_QUOTES: Final = " \t\"'“”«»„<>()[]"
_LONGEST_NAME: Final = 200
_LONGEST_POSITION: Final = 300
# “Name <a@b>; Name <c@d>”: several people in a line, as the field “To” of a mail has them.
_BETWEEN: Final = re.compile(r"(?<=>)\s*[;,]\s*(?=[^;,<>\n]+<[^<>\s]+@)")


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A person of the list, and what is wrong with the line, if anything."""

    number: int
    text: str
    name: str = ""
    email: str = ""
    position: str = ""
    problem: str = ""


def read_team(pasted: str, *, needs_name: bool = True) -> list[TeamLine]:
    """Return the people of a pasted list, line by line; empty lines are passed over."""
    found: list[TeamLine] = []
    seen: dict[str, int] = {}
    for number, text in _lines(pasted):
        line = _read(number, text, needs_name=needs_name)
        if not line.problem and (first := seen.get(line.email)):
            said = _("This address is in line %(number)s already.") % {"number": first}
            line = TeamLine(number, text, line.name, line.email, line.position, said)
        seen.setdefault(line.email, number)
        found.append(line)
    return found


@transaction.atomic
def register_team(session: LearningSession, lines: list[TeamLine], language: str) -> int:
    """Send each person of valid *lines* the link that confirms. Return to how many."""
    for line in lines:
        given = Registration(name=line.name, position=line.position, language=language)
        confirming.ask(session, line.email, given.answers())
    return len(lines)


def _lines(pasted: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(pasted.splitlines(), 1):
        for part in _BETWEEN.split(line):
            if text := part.strip():
                yield number, text


def _read(number: int, text: str, *, needs_name: bool) -> TeamLine:
    found = _ADDRESS.search(text)
    if found is None:
        return TeamLine(number, text, problem=_("There is no e-mail address in this line."))
    if len(_ADDRESS.findall(text)) > 1:
        return TeamLine(number, text, problem=_("There are several addresses in this line."))
    parts = _parts(text, found)
    name, position = (*parts, "", "")[:2]
    try:
        email = AddressFormField(max_length=254).clean(found[0])
        name = plain_line(name)
        position = plain_line(position)
    except forms.ValidationError as problem:
        return TeamLine(number, text, name, found[0], position, " ".join(problem.messages))
    return TeamLine(number, text, name, email, position, _problem_of(name, position, needs_name))


def _parts(text: str, address: Any) -> list[str]:
    """Return what is beside the address: the name, then the position."""
    before, after = text[: address.start()], text[address.end() :]
    cells = [cell.strip(_QUOTES) for side in (before, after) for cell in _CUTS.split(side)]
    # “Pérez, Ana <ana@…>”: the name is before the sign that opens the address.
    if before.rstrip().endswith("<"):
        rest = [cell.strip(_QUOTES) for cell in _CUTS.split(after)]
        cells = [before.rstrip().rstrip("<").strip(_QUOTES), *rest]
    return [clean_line(cell) for cell in cells if cell]


def _problem_of(name: str, position: str, needs_name: bool) -> str:
    if needs_name and not name:
        return _("There is no name in this line.")
    if len(name) > _LONGEST_NAME or len(position) > _LONGEST_POSITION:
        return _("The name or the position is too long.")
    return ""
