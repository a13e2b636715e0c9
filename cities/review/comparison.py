"""A contribution as it is reviewed: what was sent, the wording now, and each translation.

Answers are identified by the keys of their rows, which submissions contain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cities.contributions.fields import name_of_part
from cities.models import Attachment, Challenge, Contribution, PolicyResponse, Submission
from cities.review.printed_texts import Content, sent_by_row, sent_text
from cities.wording.answer_fields import ANSWER_FIELDS, translated
from cities.wording.snapshots import prefetch_for_snapshot
from llex.core import languages
from llex.core.languages.translation_marks import source_text, text_in
from llex.core.models import TranslationMark
from llex.core.text.differences import Change, differ, differences
from llex.core.translations.marks import TextKey
from llex.core.translations.states import TextState, text_state

Answer = PolicyResponse | Challenge


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in one of the note's languages, and how far it can be trusted."""

    language: str
    text: str
    state: TextState


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One text of an answer.

    *sent* is from the last submission, *earlier* from those before, the latest first. *changes*
    lead from what was sent to the wording now. *resent* lead from the submission before to the
    last one. *replaced* is what organisers had made of it before the city sent it again.
    """

    key: str
    label: str
    subject: Answer
    field: str
    language: str
    now: str
    sent: str
    earlier: tuple[tuple[int, str], ...]
    changes: tuple[Change, ...]
    resent: tuple[Change, ...]
    replaced: tuple[Change, ...]
    translations: tuple[Translation, ...]

    @property
    def is_foreign(self) -> bool:
        """Return whether it was written in a language that the site does not have."""
        return self.language not in languages.CODES


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """An answer with its texts. It is *new* where the last submission brought it."""

    label: str
    subject: Answer
    texts: tuple[ComparedText, ...]
    is_new: bool

    @property
    def is_response(self) -> bool:
        """Return whether it is a policy response, which may answer challenges."""
        return isinstance(self.subject, PolicyResponse)


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """An answer that was sent once and is not there any more; *since* is the last that had it."""

    label: str
    text: str
    since: int


@dataclass(frozen=True, slots=True)
class Review:
    """All there is to review, in the order of the form."""

    contribution: Contribution
    submissions: Sequence[Submission]
    answers: tuple[ReviewedRow, ...]
    removed: tuple[RemovedRow, ...]
    documents: tuple[Attachment, ...]
    is_late: bool
    is_sent_again: bool

    def texts(self) -> Iterator[ComparedText]:
        """Yield every text of every answer."""
        for answer in self.answers:
            yield from answer.texts


def review(contribution: Contribution) -> Review:
    """Lay a contribution out for review, in a constant number of queries."""
    submissions = list(contribution.submissions.select_related("by"))
    prefetch_for_snapshot(contribution)
    responses = list(contribution.responses.all())
    challenges = list(contribution.challenges.all())
    marks = TranslationMark.objects.by_text([*responses, *challenges])
    reviewer = _Reviewer(contribution, [one.content for one in submissions], marks)
    return Review(
        contribution=contribution,
        submissions=submissions,
        answers=(
            *(reviewer.answer("responses", n, row) for n, row in enumerate(responses)),
            *(reviewer.answer("challenges", n, row) for n, row in enumerate(challenges)),
        ),
        removed=tuple(reviewer.removed(responses, challenges)),
        documents=tuple(contribution.attachments.all()),
        is_late=is_late(contribution, submissions),
        is_sent_again=reviewer.is_sent_again,
    )


def is_late(contribution: Contribution, submissions: Sequence[Submission]) -> bool:
    """Return whether the first submission arrived after the due date."""
    due = contribution.session.contributions_due_at
    first = submissions[0].submitted_at if submissions else None
    return due is not None and first is not None and first > due


class _Reviewer:
    """Puts side by side what belongs to one text."""

    def __init__(
        self,
        contribution: Contribution,
        contents: list[Content],
        marks: dict[TextKey, TranslationMark],
    ) -> None:
        self.contribution = contribution
        self.language = contribution.original_language
        self.contents = contents
        self.marks = marks
        *earlier, last = contents or [{}]
        # A city that was merged into this one may have sent what is not there any more.
        self.is_sent_again = any(_keys(last) & _keys(content) for content in earlier)

    def answer(self, kind: str, number: int, row: Answer) -> ReviewedRow:
        before = [content for content in self.contents[:-1] if row.pk in sent_by_row(content, kind)]
        return ReviewedRow(
            label=_label(kind) % {"number": number + 1},
            subject=row,
            texts=tuple(
                self._text(kind, row, field.name) for field in translated(ANSWER_FIELDS[kind])
            ),
            is_new=self.is_sent_again and not before,
        )

    def removed(self, *groups: Sequence[Answer]) -> Iterator[RemovedRow]:
        for kind, rows in zip(("responses", "challenges"), groups, strict=True):
            there = {row.pk for row in rows}
            gone: dict[int, RemovedRow] = {}
            for since, content in enumerate(self.contents, start=1):
                for number, (key, entry) in enumerate(sent_by_row(content, kind).items(), start=1):
                    text = sent_text(entry, "text", content.get("language", self.language))
                    gone[key] = RemovedRow(_label(kind) % {"number": number}, text, since)
            yield from (one for key, one in gone.items() if key not in there)

    def _text(self, kind: str, row: Answer, field: str) -> ComparedText:
        # Where cities were merged, not every submission was about each row.
        numbered = [
            (number, sent_text(entry, field, self.language))
            for number, content in enumerate(self.contents, start=1)
            if (entry := sent_by_row(content, kind).get(row.pk))
        ]
        sent = [text for _number, text in numbered]
        last = sent[-1] if sent else ""
        now = source_text(row, field, self.language)
        return ComparedText(
            key=f"{'response' if kind == 'responses' else 'challenge'}-{row.pk}-{field}",
            label=name_of_part(kind, field),
            subject=row,
            field=field,
            language=self.language,
            now=now,
            sent=last,
            earlier=tuple(reversed(numbered[:-1])),
            changes=_changes(last, now) if self.contents else (),
            resent=_changes(sent[-2], last) if len(sent) > 1 else (),
            replaced=self._replaced(kind, row, field, sent, now),
            translations=tuple(self._translations(row, field)),
        )

    def _replaced(
        self, kind: str, row: Answer, field: str, sent: list[str], now: str
    ) -> tuple[Change, ...]:
        """Compare the wording that organisers had edited with what the city sent afterwards."""
        entry = sent_by_row(self.contribution.wording_before or {}, kind).get(row.pk)
        edited = sent_text(entry, field, self.language)
        was_edited = len(sent) > 1 and edited and edited.strip() != sent[-2].strip()
        return _changes(edited, now) if was_edited else ()

    def _translations(self, row: Answer, field: str) -> Iterator[Translation]:
        for code in self.contribution.session.languages:
            if code == self.language:
                continue
            state = text_state(row, field, code, self.marks)
            yield Translation(code, text_in(row, field, code), state)


def _keys(content: Content) -> set[tuple[str, int]]:
    return {
        (kind, key) for kind in ("responses", "challenges") for key in sent_by_row(content, kind)
    }


def _changes(before: str, after: str) -> tuple[Change, ...]:
    changes = tuple(differences(before, after))
    return changes if differ(changes) else ()


def _label(kind: str) -> str:
    return _("Policy response %(number)s") if kind == "responses" else _("Challenge %(number)s")
