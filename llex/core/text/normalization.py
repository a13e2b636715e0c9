"""Text as people see it: invisible characters removed, one form for each visible one.

`clean_line` is for names, titles, codes and addresses, `clean_text` for text of several lines.
`llex.core.text.name_keys.normalize_key` builds the keys by which names are compared.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Unicode's default ignorable code points, the byte order marks, what marks annotations and
# embedded objects, noncharacters, and all control characters but the tab and the line feed.
INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ufdd0-\ufdef"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
)
_INVISIBLE_RUN: Final = re.compile(f"[{INVISIBLE}]+")
_LINE_ENDS: Final = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")

# Scripts whose spelling needs the zero-width joiners: Arabic, Syriac, N’Ko, Mandaic, those of
# India and South-East Asia, Tibetan, Mongolian.
_JOINING: Final = (
    "\u0620-\u077f\u07ca-\u07ff\u0840-\u0860\u0870-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f"
    "\u1780-\u17dd\u1820-\u18aa\u1a20-\u1aad\u1b00-\u1c4f\ua8e0-\ua8ff\ua980-\uaaff\U00011000-\U00011fff"
)
_EMOJI: Final = "\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
# Scripts in which a line may end inside of a word only where a zero-width space allows it.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aad"
# Neighbours of invisible characters that have a visible effect.
_MEANT: Final = re.compile(
    f"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])"
    # An abbreviation or a consonant that keeps its joining form at the end of a word.
    f"|(?<=[\u0626-\u077f\u0900-\u0dff])\u200d"
    f"|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_EMOJI}#*0-9])\ufe0f"
    "|(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]"
    "|(?<=[\u1000-\u109f])\ufe00"
)
_MARKS_OF_DIRECTION: Final = re.compile("[\u200e\u200f\u061c]")
_BREAKS_OF_WORDS: Final = re.compile(f"(?<=[{_UNSPACED}])\u200b(?=[{_UNSPACED}])")
_OPENING, _CLOSING, _OVERRIDING = "\u202a\u202b\u2066\u2067\u2068", "\u202c\u2069", "\u202d\u202e"

# One letter for forms that look the same: Arabic presentation forms, ligatures of typesetting,
# full-width letters and half-width kana. Signs such as ², ½, … and ﷺ stay.
_FORMS: Final = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdf2\ufe70-\ufefc\uff01-\uffdc]+")
_SPACES: Final = re.compile(r"[\s\u2800]+")
_HYPHENS: Final = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63")
_UNBROKEN: Final = frozenset("\u00a0\u202f")


def clean_line(text: str) -> str:
    """Return *text* in one line as a name, title, code or address holds it.

    Invisible characters go, runs of spaces become one, composed letters are one character. A
    no-break space stays where it sets off punctuation or figures, as French writes them.
    """
    visible = _without_invisible(_LINE_ENDS.sub("\n", text), _MEANT)
    return even_spaces(_composed(visible)).strip()


def even_spaces(text: str) -> str:
    """Return *text* with one space for each run of them; no-break spaces stay as in a line."""
    return _SPACES.sub(_space, text)


def clean_text(text: str) -> str:
    """Return *text* of one or more lines, without invisible characters but those of its script.

    Line ends become line feeds. Marks of direction stay, and so do embeddings that end in the
    paragraph in which they begin; what overrides the order of letters goes.
    """
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    return "\n".join(_composed(_cleaned_paragraph(line)) for line in lines)


def remove_invisible(text: str) -> str:
    """Return *text* without any invisible character, as codes and e-mail addresses need it."""
    return _INVISIBLE_RUN.sub("", text)


def clean_code(text: str) -> str:
    """Return a code or slug with plain letters, digits and hyphens, whatever wrote them."""
    plain = unicodedata.normalize("NFKC", remove_invisible(clean_line(text)))
    return "".join(map(_plain, plain))


def is_invisible(character: str) -> bool:
    """Return whether *character* itself is invisible."""
    return _INVISIBLE_RUN.fullmatch(character) is not None


def _plain(character: str) -> str:
    if character in _HYPHENS:
        return "-"
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _composed(text: str) -> str:
    if text.isascii():
        return text
    forms = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", forms)


def _space(match: re.Match[str]) -> str:
    around = match.string[max(match.start() - 1, 0) : match.end() + 1].replace(match[0], "")
    keeps = match[0] in _UNBROKEN and len(around) > 1 and not around.isalpha()
    return match[0] if keeps else " "


def _without_invisible(
    text: str, *meant: re.Pattern[str], keep: frozenset[int] = frozenset()
) -> str:
    if not _INVISIBLE_RUN.search(text):
        return text
    positions = keep.union(*(_positions(pattern, text) for pattern in meant))
    return "".join(
        character
        for position, character in enumerate(text)
        if position in positions or not _INVISIBLE_RUN.match(character)
    )


def _positions(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    for match in pattern.finditer(text):
        yield from range(match.start(), match.end())


def _cleaned_paragraph(line: str) -> str:
    patterns = (_MEANT, _MARKS_OF_DIRECTION, _BREAKS_OF_WORDS)
    return _without_invisible(line, *patterns, keep=_closed_embeddings(line))


def _closed_embeddings(line: str) -> frozenset[int]:
    """Return where the embeddings begin and end that are closed in *line*, in order."""
    closed: set[int] = set()
    opened: list[int] = []
    for position, character in enumerate(line):
        if character in _OPENING or character in _OVERRIDING:
            opened.append(position)
        elif character in _CLOSING and opened:
            start = opened.pop()
            isolates = line[start] in "\u2066\u2067\u2068"
            if line[start] not in _OVERRIDING and isolates == (character == "\u2069"):
                closed |= {start, position}
    return frozenset(closed)
