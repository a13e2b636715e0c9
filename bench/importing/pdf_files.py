"""Notes as PDF, with a running head and page numbers, set by Typst."""

import json
from typing import Final

import typst

from bench.importing.corpus import Block, Note

_TEMPLATE: Final = """
#let note = json(bytes(sys.inputs.note))
#set document(title: note.title)
#set page(width: 16cm, height: 22cm, margin: 2cm, header: text(8pt, note.title),
  footer: context align(center, text(8pt, counter(page).display())))
#set text(10pt, lang: note.language, dir: if note.language == "ar" { rtl } else { ltr },
  font: ("Libertinus Serif", "Noto Sans Arabic", "DejaVu Sans"), hyphenate: true)
#set par(justify: true)
#show heading: set block(above: 1.4em, below: 1em)
#let runs(parts) = for part in parts { if part.bold { strong(part.text) } else { part.text } }
#for block in note.blocks {
  if block.kind == "h1" { heading(level: 1, runs(block.runs)) }
  else if block.kind == "h2" { heading(level: 2, runs(block.runs)) }
  else if block.kind == "h3" { heading(level: 3, runs(block.runs)) }
  else if block.kind == "bold" { par(strong(runs(block.runs))) }
  else if block.kind == "li" { list.item(runs(block.runs)) }
  else if block.kind == "number" { enum.item(runs(block.runs)) }
  else if block.kind == "table" {
    table(columns: (1fr, 1.4fr, 1.2fr), stroke: if note.ruled { 0.5pt } else { none },
      ..for (number, row) in block.rows.enumerate() {
        let cells = row.map(cell => cell.map(runs).join(parbreak()))
        if number == 0 { (table.header(..cells),) } else { cells }
      })
  } else { par(runs(block.runs)) }
}
"""


def pdf(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as PDF."""
    content = {
        "title": note.title,
        "language": note.language,
        "ruled": note.ruled,
        "blocks": [
            {
                "kind": block.kind,
                "runs": _runs(block.text),
                "rows": [
                    [[_runs(text) for text in cell.paragraphs] for cell in row]
                    for row in block.grid
                ],
            }
            for block in blocks
        ],
    }
    return bytes(typst.compile(_TEMPLATE.encode(), sys_inputs={"note": json.dumps(content)}))


def _runs(text: str) -> list[dict[str, object]]:
    pieces = text.split("**")
    return [{"text": piece, "bold": bool(turn % 2)} for turn, piece in enumerate(pieces) if piece]
