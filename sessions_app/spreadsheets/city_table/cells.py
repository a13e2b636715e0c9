"""Parse cells: a city and its country, a person, and one entry for each line."""

import re
from typing import Final, NamedTuple

from llex.core.text.normalization import clean_line

# Signs that are nothing but bullets, those of Word's own fonts among them.
_BULLET: Final = "•◦‣⁃∙●○■□▪▫◆◇➢➤►▶✓✔❖\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf0e0"
_SPLIT: Final = re.compile(rf"(?<=\S)\s*(?=[{_BULLET}]\s*\S)")
_ITEM: Final = re.compile(
    rf"\s*(?:[{_BULLET}]\s*|[-–—*·]\s+|[-–—*·](?=\w)(?!\d)|o\t+"
    r"|\(?\d{1,2}[.)](?!\d)\s*|[a-z]\)\s+|\(?[ivx]{1,4}\)\s+)(?=\S)"
)
_PERSON: Final = re.compile(r"\s*\n\s*|\s*[,،;]\s+|\s+[–—-]\s+|\s*\((?=[^()]+\)\s*$)")


class TypedPerson(NamedTuple):
    """A person as a table names them."""

    name: str
    position: str


def entries(text: str) -> list[str]:
    """Return the entries of a cell: its lines, or its bullets with the lines that go on in them."""
    lines = [line for line in _SPLIT.sub("\n", text).split("\n") if clean_line(line)]
    has_bullets = any(map(_ITEM.match, lines))
    found: list[str] = []
    is_item = False
    for line in lines:
        match = _ITEM.match(line)
        said = clean_line(line[match.end() :] if match else line)
        if not said:
            continue
        if has_bullets and is_item and match is None:
            found[-1] = f"{found[-1]} {said}"
        else:
            found.append(said)
        is_item = is_item or match is not None
    return found


def person(name: str, position: str, *, has_position: bool) -> TypedPerson:
    """Return a person; without a column for positions, the position is behind the name."""
    if has_position:
        return TypedPerson(clean_line(name), clean_line(position))
    first, *rest = _PERSON.split(name.strip(), maxsplit=1)
    behind = " ".join(rest)
    if behind.endswith(")") and "(" not in behind:
        behind = behind[:-1]
    return TypedPerson(clean_line(first), clean_line(behind))
