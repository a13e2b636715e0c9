"""The text that Typst wrote into a content stream, read as clusters of glyphs.

Only what Typst writes is understood; any other piece of a content stream is left as it is.
Within a run, places are in units of its font, from where it begins.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from llex.core.files.right_to_left.fonts import STEERING, EmbeddedFont, runs_from_right

_NUMBER: Final = rb"-?[0-9]*\.?[0-9]+"
# A string in brackets, with at most one pair inside that is not escaped; and one of digits.
_LITERAL: Final = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
_HEX: Final = rb"<[0-9A-Fa-f]*+>"
_STRING: Final = rb"(?:" + _LITERAL + rb"|" + _HEX + rb")"
_SHOW: Final = (
    rb"0 Tr/(?P<font>\w+) (?P<size>%(n)b) Tf 1 0 0 -1 (?P<x>%(n)b) (?P<y>%(n)b) Tm"
    rb"(?P<shown>\[(?:%(s)b|%(n)b|\s)*+\]TJ|%(s)bTj)"
) % {b"n": _NUMBER, b"s": _STRING}
_RUN: Final = re.compile(
    rb"q 1 0 0 -1 (?P<left>%(n)b) (?P<base>%(n)b) cm(?P<paint>[^()<>\[\]]*?)\n"
    rb"BT(?P<body>.*?)\nET\nQ" % {b"n": _NUMBER},
    re.DOTALL,
)
_PIECE: Final = re.compile(
    rb"(?P<meaning>/Span<</ActualText<FEFF(?P<text>[0-9A-F]*)>>>BDC)"
    rb"|(?P<reversed>/ReversedChars BMC)|(?P<end>EMC)|" + _SHOW + rb"|\s+",
    re.DOTALL,
)
_ELEMENT: Final = re.compile(rb"%b|(?P<move>%b)" % (_STRING, _NUMBER), re.DOTALL)
# Runs so near to another tell how it lies in its line.
_NEIGHBOURS: Final = 3
_ESCAPE: Final = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class PlacedGlyph(NamedTuple):
    """A glyph by its code, and where it is shown."""

    code: int
    x: float
    y: float


class Cluster(NamedTuple):
    """Glyphs that mean some characters together."""

    text: str
    glyphs: tuple[PlacedGlyph, ...]

    @property
    def x(self) -> float:
        """Where the first glyph is shown."""
        return self.glyphs[0].x


class Letters(NamedTuple):
    """Glyphs from *x* to *end* on the line, each of which means one character."""

    x: float
    codes: tuple[int, ...]
    end: float


Piece = Cluster | Letters


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text in one font, from left to right; *span* is its place in the stream.

    *left* and *base* are where it begins on the page, *right* is where it ends, *size* is that of
    the type, in points.
    """

    span: tuple[int, int]
    left: float
    base: float
    paint: bytes
    name: str
    font: EmbeddedFont
    size: float
    right: float
    pieces: tuple[Piece, ...]

    def runs_from_right(self) -> bool:
        """Return whether any letter of the run runs from right to left."""
        return any(
            not self.font.from_right.isdisjoint(piece.codes)
            if isinstance(piece, Letters)
            else runs_from_right(piece.text)
            for piece in self.pieces
        )

    def is_blank(self) -> bool:
        """Return whether there is only space in the run."""
        return all(
            not STEERING.sub("", text).strip()
            for piece in self.pieces
            for text in (
                [self.font.meanings[code] for code in piece.codes]
                if isinstance(piece, Letters)
                else [piece.text]
            )
        )


def text_runs(content: bytes, fonts: Mapping[str, EmbeddedFont]) -> Iterator[TextRun]:
    """Yield the runs of *content* that are understood and in one of the *fonts*.

    Runs that are neither from right to left nor near one that may be are left out.
    """
    found = list(_RUN.finditer(content))
    for place in _near(found, fonts):
        run = _run(found[place], fonts)
        if run is not None:
            yield run


def _near(found: list[re.Match[bytes]], fonts: Mapping[str, EmbeddedFont]) -> list[int]:
    """Return the places of runs that may be from right to left, and of their neighbours."""
    names = [name for name, font in fonts.items() if font.from_right]
    signs = [re.escape(f"/{name} ".encode()) for name in names]
    telling = re.compile(b"|".join([rb"/ActualText", *signs]))
    places = {
        near
        for place, one in enumerate(found)
        if telling.search(one["body"])
        for near in range(place - _NEIGHBOURS, place + _NEIGHBOURS + 1)
    }
    return sorted(places.intersection(range(len(found))))


def _run(found: re.Match[bytes], fonts: Mapping[str, EmbeddedFont]) -> TextRun | None:
    pieces: list[Piece] = []
    meant: str | None = None
    gathered: list[PlacedGlyph] = []
    spans: list[bool] = []
    names: set[tuple[bytes, bytes]] = set()
    end = 0
    body = found["body"]
    for piece in _PIECE.finditer(body):
        if piece.start() != end:
            return None
        end = piece.end()
        kind = piece.lastgroup
        if kind == "shown":
            names.add((piece["font"], piece["size"]))
            font = fonts.get(piece["font"].decode())
            if font is None or len(names) > 1:
                return None
            if meant is None:
                pieces += _pieces(piece, font)
            else:
                gathered += _glyphs(piece, font)
        elif kind == "meaning":
            meant, gathered = _decoded(piece["text"]), []
            spans.append(True)
        elif kind == "reversed":
            spans.append(False)
        elif kind == "end" and spans.pop():
            pieces += [Cluster(meant or "", tuple(gathered))] if gathered else []
            meant = None
    if end != len(body) or spans or not pieces:
        return None
    ((name, size),) = names
    return _placed(found, pieces, name.decode(), float(size), fonts)


def _placed(
    found: re.Match[bytes],
    pieces: list[Piece],
    name: str,
    size: float,
    fonts: Mapping[str, EmbeddedFont],
) -> TextRun:
    """Return the run of *pieces*, which begins where it was found and ends behind the last."""
    font, left = fonts[name], float(found["left"])
    right = left + _width(pieces, font) * size / font.units
    base = float(found["base"])
    return TextRun(found.span(), left, base, found["paint"], name, font, size, right, tuple(pieces))


def _width(pieces: list[Piece], font: EmbeddedFont) -> float:
    """Return where a run ends: a mark alone takes no place, wherever it is drawn."""
    last = pieces[-1]
    if isinstance(last, Letters):
        return last.end
    advances = font.advances
    ends = (one.x + advances[one.code] for one in last.glyphs if advances[one.code])
    return max(ends, default=0.0)


def _decoded(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _strings(
    piece: re.Match[bytes], font: EmbeddedFont
) -> Iterator[tuple[float, float, float, tuple[int, ...]]]:
    """Yield the strings that are shown, each with its x, where it ends, its y and its codes."""
    scale = font.units / float(piece["size"])
    # The page is upside down to Typst.
    x, y = float(piece["x"]) * scale, -float(piece["y"]) * scale
    advance_of = font.advances.__getitem__
    for element in _ELEMENT.finditer(piece["shown"]):
        if element.lastgroup == "move":
            x -= float(element["move"]) * font.units / 1000
            continue
        codes = _codes(element[0])
        end = x + sum(map(advance_of, codes))
        yield x, end, y, codes
        x = end


def _glyphs(piece: re.Match[bytes], font: EmbeddedFont) -> Iterator[PlacedGlyph]:
    for begins, _end, y, codes in _strings(piece, font):
        x = begins
        for code in codes:
            yield PlacedGlyph(code, x, y)
            x += font.advances[code]


def _pieces(piece: re.Match[bytes], font: EmbeddedFont) -> Iterator[Piece]:
    for begins, end, y, codes in _strings(piece, font):
        if not y and font.plain.issuperset(codes):
            yield Letters(begins, codes, end)
            continue
        x = begins
        for code in codes:
            following = x + font.advances[code]
            if not y and code in font.plain:
                yield Letters(x, (code,), following)
            else:
                yield Cluster(font.meanings.get(code, ""), (PlacedGlyph(code, x, y),))
            x = following


# Between two moves there are often the same few glyphs.
@lru_cache(maxsize=4096)
def _codes(string: bytes) -> tuple[int, ...]:
    inside = string[1:-1]
    content = bytes.fromhex(inside.decode()) if string.startswith(b"<") else _unescaped(inside)
    return struct.unpack(f">{len(content) // 2}H", content)


def _unescaped(literal: bytes) -> bytes:
    if rb"\\" in literal:
        return _ESCAPE.sub(_character, literal)
    # Python's escapes are those of PDF, but for brackets; and it reads them much faster.
    plain = literal.replace(rb"\(", rb"\050").replace(rb"\)", rb"\051")
    return plain.decode("unicode_escape").encode("latin-1")


def _character(found: re.Match[bytes]) -> bytes:
    if found[1] is not None:
        return bytes((int(found[1], 8) & 255,))
    return _ESCAPED.get(found[2], found[2])
