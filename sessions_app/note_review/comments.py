"""Writing comments on passages of a draft, and showing them beside the passages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.timezone import now

from llex.core import languages
from sessions_app.models import ReviewComment, ReviewLink
from sessions_app.note_review.passages import Passage

# More than a careful reader writes, and few enough that a link in wrong hands does no harm.
_PER_HOUR: Final = 60
_PER_LINK: Final = 500


class TooManyComments(Exception):
    """More comments were written by a link than its reader can mean."""


def write_comment(link: ReviewLink, language: str, passage: Passage, text: str) -> ReviewComment:
    """Keep a comment on a passage. Raise TooManyComments where there are too many already."""
    lately = link.comments.filter(written_at__gt=now() - timedelta(hours=1)).count()
    if lately >= _PER_HOUR or link.comments.count() >= _PER_LINK:
        raise TooManyComments
    return link.comments.create(
        language=language,
        anchor=passage.anchor,
        place=passage.place,
        excerpt=passage.excerpt,
        text=text,
    )


@dataclass(frozen=True, slots=True)
class RefusedComment:
    """A form with a comment that was not kept, and the passage that it is about."""

    form: Any
    anchor: str


@dataclass
class PassageComments:
    """Shows beside each passage of a draft the comments of its reader, and a form for more.

    *address* is where comments are posted, *shown_in* the language of the reader's page.
    """

    passages: dict[str, Passage]
    comments: Iterable[ReviewComment]
    address: str
    shown_in: str
    zone: str
    csrf_token: str
    refused: RefusedComment | None = None
    _by_anchor: dict[str, list[ReviewComment]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_anchor = defaultdict(list)
        for comment in self.comments:
            self._by_anchor[comment.anchor].append(comment)

    def beside(self, anchor: str) -> SafeString:
        """Return the comments on a passage and the form for another one."""
        passage = self.passages.get(anchor)
        if passage is None:
            return SafeString("")
        context = {
            "passage": passage,
            "comments": self._by_anchor.get(anchor, ()),
            "address": self.address,
            "zone": self.zone,
            "csrf_token": self.csrf_token,
            "shown_in": self.shown_in,
            "direction": languages.direction(self.shown_in),
            "refused": self.refused if self.refused and self.refused.anchor == anchor else None,
        }
        # The note around it is in its own language.
        with translation.override(self.shown_in):
            return render_to_string("sessions_app/note_review/_passage.html", context)

    @property
    def of_the_whole(self) -> SafeString:
        """Return the comments on the note as a whole."""
        return self.beside("")

    @property
    def orphans(self) -> list[ReviewComment]:
        """Return the comments on passages that are no longer in the note."""
        gone = (rows for anchor, rows in self._by_anchor.items() if anchor not in self.passages)
        return [comment for rows in gone for comment in rows]
