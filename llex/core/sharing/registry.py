"""Which pages have a picture of their own. Each app registers its kinds when it is ready."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.sharing.pictures import SharePicture

# Returns the picture of the page with this key in the active language, or None without such a page.
Source = Callable[[str], SharePicture | None]

SITE: Final = "site"
_sources: dict[str, Source] = {}


def register_pictures(kind: str, source: Source) -> None:
    """Add pictures for the pages of a kind, such as ``cities``, which are known by their slugs."""
    _sources[kind] = source


def find_picture(kind: str, key: str) -> SharePicture | None:
    """Return the picture of a page in the active language."""
    source = _sources.get(kind)
    return source(key) if source else None


def site_picture(language: str = languages.DEFAULT) -> SharePicture:
    """Return the picture of all pages without one of their own."""
    return SharePicture(
        language=language,
        kicker=_("Live Learning Experiences"),
        title=_("What cities do when a crisis comes, told by those who do it"),
        detail=join_items(name for _code, name in settings.LANGUAGES),
    )
