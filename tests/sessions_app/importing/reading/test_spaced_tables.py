"""Tables that spaces lay out, without a blank line between their rows."""

from sessions_app.importing.reading.pages import lines_of
from sessions_app.importing.reading.spaced_tables import spaced_tables

TEXT = """City                 Responses                 Challenges
Athens               Heat waves have           Older people do not
Eleftheria Manou     names, like storms,       go out at night,
Chief Heat Officer   and a category.           however cool it is.
Rotterdam            Residents have            Tenants may not touch
Sander Hoogendijk    swapped tiles for         the tiles of their
Alderman             plants.                   owner.
"""


def test_line_that_goes_on_in_a_column_begins_no_row():
    _end, rows = spaced_tables(lines_of(TEXT))[0]

    assert [" ".join(cells[0]) for _number, cells in rows] == [
        "City",
        "Athens Eleftheria Manou Chief Heat Officer",
        "Rotterdam Sander Hoogendijk Alderman",
    ]
