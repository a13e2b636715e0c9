"""The answers on a ballot, and whether a consultation offers such answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorities.questions.registry import kind_of

if TYPE_CHECKING:
    from priorities.models import Consultation


class Refused(Exception):
    """A ballot that was not taken. Its text is for the voter."""


class BadAnswers(Refused):
    """An answer that this consultation does not offer."""


class Unanswered(BadAnswers):
    """A ballot that answers nothing. “I don’t know” is an answer."""


class Answers(dict[str, Any]):
    """The answers on a ballot by kinds of questions; kinds without an answer are left out.

    A ballot should answer the one kind that its consultation asks, which is not known while its
    form is read. Ratings are scores by the keys of items (None: “I don't know”), words a list of
    texts, a choice a list of the keys of items.
    """

    def __init__(self, **by_kind: Any) -> None:
        super().__init__({kind: given for kind, given in by_kind.items() if given})


def check(consultation: Consultation, answers: Answers) -> Any:
    """Return the answers as they are stored. Raise BadAnswers unless they fit the consultation."""
    kind = kind_of(consultation)
    if answers.keys() - {kind.key}:
        raise BadAnswers(kind.asks_only())
    return kind.check(consultation, answers.get(kind.key))


def refuse_empty(consultation: Consultation, checked: Any) -> None:
    """Raise Unanswered where nothing is answered; *checked* is what `check` returned."""
    if not checked:
        raise Unanswered(kind_of(consultation).unanswered())
