"""Those who read the draft by a private link: what they wrote, and what they have approved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property

from llex.core import languages
from sessions_app.briefing.document import Document
from sessions_app.briefing.text_locations import Target
from sessions_app.models import LearningSession, ReviewComment, ReviewLink
from sessions_app.note_review.approvals import LanguageApproval, checksums, language_approvals
from sessions_app.note_review.passages import passages


@dataclass(slots=True)
class CommentLine:
    """A comment, the *place* of its passage, and the field to edit, where the note still has it.

    *address* is where that field is edited, filled in by the page that knows it.
    """

    comment: ReviewComment
    place: str
    target: Target | None
    address: str = ""

    @property
    def language_name(self) -> str:
        """Return the own name of the language of the note that the comment is about."""
        return languages.name_of(self.comment.language)


@dataclass(frozen=True)
class ReaderLine:
    """A reader of the draft, with their comments and approvals."""

    link: ReviewLink
    comments: Sequence[CommentLine]
    approvals: Sequence[LanguageApproval]

    @cached_property
    def unfinished(self) -> list[CommentLine]:
        """Return the comments that are not done, those to answer first."""
        lines = [line for line in self.comments if line.comment.state != ReviewComment.State.DONE]
        return sorted(lines, key=lambda line: not line.comment.is_open)

    @cached_property
    def done(self) -> list[CommentLine]:
        """Return the comments that are done."""
        return [line for line in self.comments if line.comment.state == ReviewComment.State.DONE]

    @property
    def open_count(self) -> int:
        """Return how many comments wait for an answer."""
        return sum(line.comment.is_open for line in self.comments)


def open_comments(readers: Iterable[ReaderLine]) -> Counter[str]:
    """Return the numbers of comments that wait for an answer, by the role of their writers."""
    counts: Counter[str] = Counter()
    for reader in readers:
        counts[reader.link.role] += reader.open_count
    return counts


def reader_lines(
    session: LearningSession, documents: Mapping[str, Document]
) -> Sequence[ReaderLine]:
    """Return the readers of the draft of a session; *documents* are the note as it is now.

    At most four queries.
    """
    links = list(
        session.review_links.prefetch_related("comments__answered_by", "approvals", "mails")
    )
    if not links:
        return ()
    current = checksums(documents)
    places = {code: passages(document) for code, document in documents.items()}
    found = []
    for link in links:
        comments = []
        for comment in link.comments.all():
            passage = places.get(comment.language, {}).get(comment.anchor)
            place, target = (passage.place, passage.target) if passage else (comment.place, None)
            comments.append(CommentLine(comment, place, target))
        approvals = language_approvals(link.approvals.all(), current)
        found.append(ReaderLine(link, comments, approvals))
    return found
