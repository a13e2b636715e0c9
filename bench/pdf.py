"""Measure the PDF: milliseconds per language, and how many times a trivial page it costs.

Every call prints a note that was never printed before, so that Typst's own cache, which it keeps
between calls, helps no more than it would with a real session. Run it with ``python -m bench.pdf``.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")
django.setup()

import typst  # noqa: E402

from llex.core.files.typefaces import typefaces  # noqa: E402
from llex.core.text import Phrase, parse  # noqa: E402
from sessions_app.briefing.document import Document  # noqa: E402
from sessions_app.briefing.render import pdf  # noqa: E402
from tests.factories_document import make_document, make_long_document, make_stamp  # noqa: E402

ROUNDS = 15
BUDGET_MS = 100


def main() -> None:
    """Print one line per kind of note."""
    notes = {
        "en": make_document("en"),
        "fr": make_document("fr"),
        "ar": make_document("ar"),
        "fr, 60 cities": make_long_document(60, "fr"),
        "ar, 60 cities": make_long_document(60, "ar"),
    }
    trivial = median_ms(trivial_page)
    print(f"one trivial page           {trivial:7.1f} ms")
    for name, note in notes.items():
        warm = median_ms(lambda number, note=note: pdf.render(fresh(note, number), make_stamp()))
        kept = "ok" if warm <= BUDGET_MS else f"over {BUDGET_MS} ms"
        print(f"note, {name:20} {warm:7.1f} ms  {warm / trivial:5.1f} x  {kept}")


def median_ms(call: Callable[[int], object]) -> float:
    """Return the median time of *call* in milliseconds, after three calls to warm it up."""
    times = []
    for number in range(ROUNDS + 3):
        began = time.perf_counter()
        call(number)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times[3:])


def trivial_page(number: int) -> object:
    """Set one line of text, as accessibly as a note."""
    source = b'#set document(title: "One")\n#set text(font: "Source Serif 4")\n#sys.inputs.text'
    return typst.Compiler(source, font_paths=typefaces(), ignore_system_fonts=True).compile(
        format="pdf", pdf_standards=["ua-1"], sys_inputs={"text": f"Line {number}"}
    )


def fresh(note: Document, number: int) -> Document:
    """Return *note* with words in every text that no note had before."""
    word = parse(f"Round {number} of the measure.", note.language)
    rows = tuple(
        replace(
            row,
            representative=f"{row.representative} {number}",
            responses=tuple(
                replace(one, text=replace(one.text, blocks=(*one.text.blocks, *word.blocks)))
                for one in row.responses
            ),
        )
        for row in note.rows
    )
    title = Phrase(note.language, f"{note.event.title} {number}")
    return replace(note, event=replace(note.event, title=title), rows=rows)


if __name__ == "__main__":
    main()
