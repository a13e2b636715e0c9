"""Tables without rules in a PDF are rows; text, lists and titles on a page are none."""

import cProfile

import pytest
import typst

from sessions_app.importing.reading import Row, plain, read
from sessions_app.importing.reading.printed_lines import Line, Word
from sessions_app.importing.reading.unruled_tables import with_tables

LONG = (
    "The mayors of six cities met to say what they do so that nobody loses a home while the"
    " emergency lasts, and what they still need from their governments for that. "
)
ROWS = [
    ("City", "Country", "Representative", "Responses", "Challenges"),
    ("Nairobi", "Kenya", "Grace Wanjiru, county minister of housing",
     "Water tanks stand in every informal settlement. Evictions are suspended until July.",
     "Rent is paid by the day, and so is food."),
    ("San José", "Costa Rica", "Luis Alberto Mora, director of social affairs",
     "A telephone line finds a room within the day.", "Half of those who call have no papers."),
    ("Cape Town", "South Africa", "Nomsa Dlamini, director of settlements",
     "Serviced plots open earlier than planned, with paths and light.",
     "Services do not keep pace with arrivals."),
    ("Surabaya", "Indonesia", "Budi Santoso, head of planning",
     "The kitchens of the kampungs feed those who are alone.", "Many owners live on one rent."),
]  # fmt: skip


def rows_of(body, *, justify=False, hyphenate=False):
    page = (
        "#set page(width: 21cm, height: 29.7cm, margin: 2cm)\n"
        '#set text(11pt, font: "Libertinus Serif", lang: "en", '
        f"hyphenate: {str(hyphenate).lower()})\n#set par(justify: {str(justify).lower()})\n"
    )
    reading = read(bytes(typst.compile((page + body).encode())), "note.pdf")
    return [
        tuple(" ".join(map(str, cell)) for cell in block.cells)
        for block in reading.blocks
        if isinstance(block, Row)
    ], reading


def table(rows, **options):
    settings = {"stroke": "none", "columns": "(1fr, 1fr, 1.5fr, 2fr, 2fr)", **options}
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    return (
        "#table("
        + ", ".join(f"{name}: {value}" for name, value in settings.items())
        + (f", {cells})")
    )


@pytest.mark.parametrize(
    ("align", "inset"),
    [
        ("left + top", "5pt"),
        ("left + horizon", "5pt"),
        ("center + horizon", "6pt"),
        # Rows are as near as the lines of a cell.
        ("left + top", "3pt"),
    ],
)
def test_rows_and_cells_are_parted(align, inset):
    found, _reading = rows_of(f"{LONG}\n\n{table(ROWS, align=align, inset=inset)}\n\n{LONG}")

    assert found == ROWS


def test_columns_as_near_as_words_are_parted_where_they_begin_alike():
    found, _reading = rows_of(table(ROWS, inset="(x: 1.5pt, y: 4pt)", align="left + top"))

    assert found == ROWS


def test_table_over_two_pages_keeps_its_rows():
    found, _reading = rows_of(
        f"#v(20cm)\n{table([ROWS[0], *ROWS[1:] * 2], align='left + horizon')}"
    )

    assert [row[0] for row in found] == ["City", *[row[0] for row in ROWS[1:]] * 2]


@pytest.mark.parametrize(
    "body",
    [
        LONG * 6,
        "\n\n".join([LONG] * 6),
        "#columns(1)[" + "\n".join(f"+ {LONG}" for _ in range(5)) + "]",
        "\n".join(f"- {LONG}" for _ in range(5)),
        "\n".join(f"- *Lead {n}:* short" for n in range(9)),
        "= Title\n\n" + "\n\n".join(f"*Label {n}*: value" for n in range(9)),
    ],
)
@pytest.mark.parametrize("justify", [True, False])
def test_what_is_no_table_has_no_rows(body, justify):
    found, reading = rows_of(body, justify=justify)

    assert found == []
    assert reading.blocks


def test_words_are_all_kept():
    _found, reading = rows_of(f"{LONG}\n\n{table(ROWS)}\n\n{LONG}")

    said = " ".join(map(plain, reading.blocks)).split()
    assert all(word in said for row in ROWS for text in row for word in text.split())


@pytest.mark.parametrize("shift", [0, 1, 7])
def test_work_grows_with_the_lines(shift):
    few, many = (work([line_of(number, shift) for number in range(size)]) for size in (100, 400))

    assert many <= 8 * few


def line_of(number, shift):
    """Return a line of three words, each line further to the right."""
    top, left = number * 12.0, number * shift % 50.0
    places = (left, left + 60, left + 150)
    return Line(tuple(Word("word", at, at + 30, top, top + 10, 10, is_bold=False) for at in places))


def work(lines):
    profile = cProfile.Profile()
    profile.runcall(list, with_tables(lines))
    return sum(entry.callcount for entry in profile.getstats())
