"""Line ends of submitted texts."""

from django.http import QueryDict


def normalize_line_ends(text: str) -> str:
    """Return *text* with each line end as a single line feed; browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def normalize_data(data: QueryDict) -> QueryDict:
    """Return posted data with normalised line ends; the same object where nothing differs."""
    if not any("\r" in value for _name, values in data.lists() for value in values):
        return data
    copy = data.copy()
    for name, values in data.lists():
        copy.setlist(name, [normalize_line_ends(value) for value in values])
    return copy
