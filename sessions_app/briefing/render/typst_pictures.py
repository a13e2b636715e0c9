"""Pictures on paper: their data for the typesetter, and the files that it reads."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from cities import photograph_files
from llex.core.files.pictures import LARGE
from llex.core.text.links import href_of
from llex.core.theme.look import DEFAULT
from sessions_app.briefing.document import CoverPicture, Document, Logo
from sessions_app.briefing.logos import shown_size
from sessions_app.models.series import LOGOS
from sessions_app.models.series_look import COVERS

Data = dict[str, Any]

# The usual height of a logo in print, in millimetres.
_HEIGHT: Final = 11
_READERS: Final[dict[str, Callable[[str, int], bytes | None]]] = {
    LOGOS.folder: LOGOS.read,
    COVERS.folder: COVERS.read,
    photograph_files.FOLDER: photograph_files.read,
}


def typst_colours(document: Document) -> dict[str, str]:
    """Return the colours of the series, and those of the program where it has none."""
    own = document.series.colours
    return {
        "main": (own and own.main) or str(DEFAULT.light.accent),
        "second": (own and own.second) or str(DEFAULT.light.warm),
    }


def typst_logo(logo: Logo) -> Data:
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


def typst_cover_picture(cover: CoverPicture | None) -> Data | None:
    """Return a cover picture as data."""
    if cover is None:
        return None
    return {
        "digest": cover.digest,
        "file": COVERS.name(cover.digest, LARGE),
        "alternative": cover.alternative.text if cover.alternative else "",
    }


def cover_pictures(cover: Data) -> list[Data]:
    """Return the entries of the pictures on a cover."""
    return [*cover["logos"], *filter(None, [cover["picture"]])]


@contextmanager
def with_pictures(templates: Path, pictures: list[Data]) -> Iterator[Path]:
    """Yield a folder with the templates and the files of *pictures*, which Typst reads.

    One whose file is gone gets an empty name. Without pictures it is the folder of the templates.
    """
    if not pictures:
        yield templates
        return
    with TemporaryDirectory() as folder:
        root = Path(folder, "typst")
        shutil.copytree(templates, root)
        for one in pictures:
            _write(one, root)
        yield root


def _write(picture: Data, root: Path) -> None:
    target = Path(root, picture["file"])
    target.parent.mkdir(exist_ok=True)
    if content := _READERS[target.parent.name](picture["digest"], LARGE):
        target.write_bytes(content)
    else:
        picture["file"] = ""
