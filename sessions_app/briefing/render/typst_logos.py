"""Logos on paper: their data for the typesetter, and the files that it reads."""

from pathlib import Path
from typing import Any, Final

from llex.core.files.pictures import LARGE
from llex.core.text.links import href_of
from sessions_app.briefing.document import Logo
from sessions_app.briefing.logos import shown_size
from sessions_app.models.series import LOGOS

# The usual height of a logo in print, in millimetres.
_HEIGHT: Final = 11


def typst_logo(logo: Logo) -> dict[str, Any]:
    """Return a logo as data; its size is in millimetres."""
    width, height = shown_size(logo.width, logo.height, _HEIGHT)
    return {
        "digest": logo.digest,
        "file": LOGOS.name(logo.digest, LARGE),
        "alternative": logo.alternative.text,
        "website": href_of(logo.website),
        "width": width,
        "height": height,
    }


def write_logos(cover: dict[str, Any], root: Path) -> None:
    """Write the files of the logos; of one that is gone only the text is printed."""
    Path(root, LOGOS.folder).mkdir()
    for one in cover["logos"]:
        if content := LOGOS.read(one["digest"], LARGE):
            Path(root, one["file"]).write_bytes(content)
        else:
            one["file"] = ""
