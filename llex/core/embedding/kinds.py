"""Kinds of embeds: each declares its address, the page it comes from, and its height.

Apps register theirs when they are ready. Addresses, oEmbed, the code to copy and the page of open
data follow from the declaration.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

# The width of a frame in pixels, unless another one is asked for.
WIDTH: Final = 640
# Taller ones scroll.
_TALLEST: Final = 800
# Below this width a row takes more lines.
_NARROW: Final = 480
# The frame's padding on both sides.
_PADDING: Final = 32
# Of the title and of the line with the source: the height of a line, and what a letter takes.
_TITLE: Final = (30, 10.5)
_SOURCE: Final = (24, 7.2)
# Letters of that line besides the title of the page: site, edition, licence.
_AROUND_SOURCE: Final = 70
_ARGUMENT: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights in pixels: what is around the rows, and a row in a wide and in a narrow frame.

    *share* is the height of a drawing as a part of the width.
    """

    around: int
    row: int
    narrow_row: int
    share: float = 0


class EmbedKind:
    """A kind of embed. *asked* is what tells one from others: arguments of the address, by name.

    *route* is its address below ``embed/``, *pages* are the names of the views that it is a part
    of, the first of which it leads back to. *parameters* are those of the query, the same on that
    page. *pictures* is the kind of share pictures that those pages have.
    """

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    route: ClassVar[str]
    template: ClassVar[str]
    pages: ClassVar[tuple[str, ...]]
    heights: ClassVar[Heights]
    parameters: ClassVar[tuple[str, ...]] = ()
    pictures: ClassVar[str] = ""

    def show(self, **asked: str) -> Shown:
        """Return what the frame shows, in the active language and a constant number of queries.

        Raise Http404 where there is no such thing, Gone where it was withdrawn.
        """
        raise NotImplementedError

    def slug_now(self, slug: str) -> str | None:
        """Return the present slug of what had *slug* before."""
        return None

    def example(self) -> Embed | None:
        """Return an embed by which the kind is shown to those who think of using it."""
        return None

    def claims(
        self, arguments: Mapping[str, str], query: QueryDict, fragment: str
    ) -> dict[str, str] | None:
        """Return what is asked for by the address of one of its pages, None if nothing is."""
        given = {**{one: query.get(one, "") for one in self.parameters}, **arguments}
        return {one: given[one] for one in (*self.arguments, *self.parameters) if given.get(one)}

    @property
    def pattern(self) -> str:
        """Return its address in the active language, with names in the place of arguments."""
        names = {one: one.upper() for one in self.arguments}
        return f"{settings.SITE_URL}{reverse(f'embed:{self.name}', kwargs=names)}"

    @property
    def arguments(self) -> list[str]:
        """Return the names of the arguments in its address."""
        return _ARGUMENT.findall(self.route)


@dataclass(frozen=True)
class Embed:
    """One embed, as other pages speak of it: what it is called, and how many rows it has."""

    kind: EmbedKind
    asked: Mapping[str, str]
    title: str
    rows: int = 0
    author: str = ""
    # Part of the page's address behind the sign #.
    fragment: str = ""

    @cached_property
    def path(self) -> str:
        """Return the path of its own page."""
        return self._path(f"embed:{self.kind.name}", self.kind.arguments)

    @cached_property
    def page(self) -> str:
        """Return the path of the page that it is a part of."""
        known = [one for one in self.kind.arguments if one == "slug"]
        path = self._path(self.kind.pages[0], known)
        return f"{path}#{self.fragment}" if self.fragment else path

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}{self.path}"

    def height(self, width: int = WIDTH) -> int:
        """Return the height that shows all of it, or as much as a page of another site may give."""
        heights = self.kind.heights
        row = heights.row if width >= _NARROW else heights.narrow_row
        inside = max(width - _PADDING, 1)
        texts = _lines(len(self.title), inside, *_TITLE)
        texts += _lines(len(self.title) + _AROUND_SOURCE, inside, *_SOURCE)
        return min(
            heights.around + texts + row * self.rows + round(heights.share * inside), _TALLEST
        )

    def code(self, width: int = WIDTH, height: int | None = None) -> SafeString:
        """Return the element that shows it on another page, never wider than there is room."""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"'
            ' style="border:0;max-width:100%"></iframe>',
            self.address,
            self.title,
            width,
            height or self.height(width),
        )

    def _path(self, view: str, arguments: Sequence[str]) -> str:
        path = reverse(view, kwargs={one: self.asked[one] for one in arguments})
        given = {one: self.asked[one] for one in self.kind.parameters if self.asked.get(one)}
        return f"{path}?{urlencode(given)}" if given else path


@dataclass(frozen=True, slots=True)
class Shown:
    """The content of a frame: an embed, the context of its template, and of when it is.

    *source* is the title of its page where that is another one; *all_of_it* is said by the link to
    the page where the frame shows a part alone.
    """

    embed: Embed
    context: Mapping[str, Any]
    edition: str
    source: str = ""
    all_of_it: str = ""


def _lines(letters: int, width: int, height: int, letter: float) -> int:
    """Return the height of a text of so many *letters*, each *letter* wide."""
    return height * math.ceil(letters * letter / width)


_kinds: dict[str, EmbedKind] = {}


def register_embeds(*kinds: EmbedKind) -> None:
    """Add kinds of embeds."""
    _kinds.update({kind.name: kind for kind in kinds})


def embed_kinds() -> tuple[EmbedKind, ...]:
    """Return all kinds."""
    return tuple(_kinds.values())
