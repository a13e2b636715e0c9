"""Reading of uploaded files as the sheets of an import."""

from django.utils.translation import gettext as _

from llex.core.spreadsheets import formats
from llex.core.spreadsheets.formats import LARGEST_FILE
from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.sheets import UnreadableFile

__all__ = ["LARGEST_FILE", "read", "read_single"]


def read(name: str, data: bytes) -> list[Grid]:
    """Return the sheets of a file that have a value; that of a CSV file has the file's name.

    Raise UnreadableFile, with a sentence for people.
    """
    grids = formats.read_file(data, name=name.rpartition(".")[0] or name)
    filled = [grid for grid in grids if not grid.is_blank]
    if not filled:
        raise UnreadableFile(_("The file is empty."))
    return filled


def read_single(name: str, data: bytes) -> Grid:
    """Return the first sheet of a file, whatever it is called. Raise UnreadableFile."""
    grids = read(name, data)
    return next((grid for grid in grids if not grid.is_hidden), grids[0])
