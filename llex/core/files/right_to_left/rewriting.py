"""The text of a PDF written anew, a cell for each character from right to left."""

from io import BytesIO
from typing import Final

import pikepdf

from llex.core.files.right_to_left.cells import Part, parts_of
from llex.core.files.right_to_left.content import Letters, text_runs
from llex.core.files.right_to_left.fonts import EmbeddedFont
from llex.core.files.right_to_left.lines import Line, lines_of

# A place is wrong by less than this many thousandths of the size: nobody sees it.
_UNSEEN: Final = 0.5


def with_cells(content: bytes) -> bytes:
    """Return the PDF *content* of Typst with a cell for each character from right to left."""
    with pikepdf.open(BytesIO(content)) as pdf:
        fonts: dict[tuple[int, int], EmbeddedFont | None] = {}
        for page in pdf.pages:
            named = {}
            for name, data in page.Resources.get("/Font", {}).items():
                if data.objgen not in fonts:
                    fonts[data.objgen] = EmbeddedFont.of(data)
                if (font := fonts[data.objgen]) is not None:
                    named[name[1:]] = font
            stream = page.Contents.read_bytes()
            lines = lines_of(list(text_runs(stream, named)))
            if lines:
                page.Contents = pdf.make_stream(_replaced(stream, lines))
        for font in fonts.values():
            if font is not None:
                font.write(pdf)
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue()


def _replaced(stream: bytes, lines: list[Line]) -> bytes:
    pieces: list[bytes] = []
    end = 0
    for line in lines:
        for number, (first, last) in enumerate(line.spans):
            pieces.append(stream[end:first])
            if number == 0:
                pieces.append(_written(line))
            end = last
    return b"".join([*pieces, stream[end:]])


def _written(line: Line) -> bytes:
    run = line.run
    shown = b" ".join(_shown(cells, line) for cells in parts_of(line))
    return b"q 1 0 0 -1 %b %b cm%b\nBT 0 Tr/%b %b Tf %b\nET\nQ" % (
        _number(run.left),
        _number(run.base),
        run.paint,
        run.name.encode(),
        _number(run.size),
        shown,
    )


def _shown(cells: Part, line: Line) -> bytes:
    font = line.font
    scale = 1000 / font.units
    digits_of = font.digits.__getitem__
    begins = pen = cells[0].x
    out: list[str] = []
    digits = ""
    for piece in cells:
        move = (pen - piece.x) * scale
        if abs(move) >= _UNSEEN:
            if digits:
                out.append(f"<{digits}>")
                digits = ""
            out.append(f"{move:.2f}")
            pen = piece.x
        if isinstance(piece, Letters):
            digits += "".join(map(digits_of, piece.codes))
        else:
            digits += font.code_of(piece.cell)
        pen += piece.end - piece.x
    elements = "".join([*out, f"<{digits}>"])
    place = _number(begins * line.run.size / font.units)
    return b"1 0 0 -1 %b 0 Tm[%b]TJ" % (place, elements.encode())


def _number(value: float) -> bytes:
    return f"{value:.5f}".rstrip("0").rstrip(".").encode()
