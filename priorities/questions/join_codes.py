"""Join codes as people type them: from a screen, by ear, by a phone that corrects, or pasted.

A code is compared by its skeleton: capitals, spaces and marks do not count, digits of every script
are digits, and characters that are mistaken for one another are one.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from django.db.models import Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from priorities.models import Consultation

# What an address holds between /v/ and the next separator, and a one-person link's token after it.
_ADDRESS: Final = re.compile(r"/v/(?P<code>[^/?#]+)(?:/(?P<token>[-\w]{20,}))?")
# Marks that a code may have of its own; what people type instead does not count.
_MARKS: Final = "-_"
_ALIKE: Final = {"o": "0", "i": "1", "l": "1"}
# No code is longer; what is typed around one may be.
_LONGEST: Final = 500


# Letters and figures that are not mistaken for one another when read aloud or from the last row.
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"


class Typed(NamedTuple):
    """A typed code in plain small characters, and the token of a link that was pasted."""

    code: str
    token: str = ""


def make_code() -> str:
    """Return a random code of five characters under which people vote."""
    return "".join(secrets.choice(_ALPHABET) for _position in range(5))


def derive_code(secret: bytes) -> str:
    """Return the code that follows from *secret*, of five bytes or more, so that none is kept."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in secret[:5])


def read_typed(text: str) -> Typed:
    """Return the code in *text*, which may be a whole address, without what does not count."""
    text = unicodedata.normalize("NFKC", unquote(text[:_LONGEST]))
    if found := _ADDRESS.search(text):
        return Typed(tidy(found["code"]), found["token"] or "")
    return Typed(tidy(text))


def tidy(text: str) -> str:
    """Return *text* in small Latin letters and digits, with its hyphens, and nothing else."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    characters = (_plain(character) for character in plain)
    return "".join(characters).strip(_MARKS)


def _plain(character: str) -> str:
    """Return the character as it is in codes, or an empty text for one that is in no code."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character) == "Pd":
        return "-"
    return character if character.isascii() and (character.isalnum() or character == "_") else ""


def skeleton(code: str) -> str:
    """Return what all ways to write *code* have in common."""
    bare = "".join(character for character in tidy(code) if character not in _MARKS)
    return "".join(_ALIKE.get(character, character) for character in bare)


def find(text: str, among: QuerySet[Consultation]) -> Consultation | None:
    """Return the consultation of those *among* which it is whose code *text* means.

    One that is written exactly so comes first; else there must be no doubt which one is meant.
    """
    code = tidy(text)
    if not code:
        return None
    if found := among.filter(code=code).first():
        return found
    alike = list(_written_like(code, among)[:2])
    return alike[0] if len(alike) == 1 else None


def is_taken(code: str, others: QuerySet[Consultation]) -> bool:
    """Return whether the code of one of the *others* can be mistaken for *code*."""
    return _written_like(code, others).exists()


def _written_like(code: str, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    swaps = {**dict.fromkeys(_MARKS, ""), **_ALIKE}
    bare: Combinable = Lower("code")
    for character, other in swaps.items():
        bare = Replace(bare, Value(character), Value(other))
    return rows.alias(bare=bare).filter(bare=skeleton(code))
