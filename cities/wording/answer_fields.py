"""The fields of a policy response and of a challenge: one list that everything else walks.

Form, draft, rows, snapshot, differences, plain text, spreadsheet, approval and printing iterate
over it. A new field is declared here, in the model, in `drafts` and in `published_row`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

LONGEST_TEXT: Final = 4000


class Kind(StrEnum):
    """The kind of a value: paragraphs, a line, a day, a web address, or public services."""

    PROSE = "prose"
    LINE = "line"
    DAY = "day"
    ADDRESS = "address"
    SERVICES = "services"


@dataclass(frozen=True, slots=True)
class AnswerField:
    """One field. *label* is above its control in the form, *caption* in a list of fields.

    *limit* is in characters. *fact* is the label under which its text is printed; the fields with a
    place of their own in print have none. *errors* are the messages of the form by their code.
    """

    name: str
    kind: Kind
    label: Any
    caption: Any
    limit: int | None = None
    is_translated: bool = False
    is_required: bool = False
    is_printed: bool = True
    fact: Any = ""
    help_text: Any = ""
    errors: Mapping[str, Any] = field(default_factory=dict)


def _services() -> AnswerField:
    return AnswerField("services", Kind.SERVICES, _("Services concerned"), _("services concerned"))


RESPONSE_FIELDS: Final = (
    AnswerField(
        name="title",
        kind=Kind.LINE,
        label=_("Short title"),
        caption=_("short title"),
        limit=200,
        is_translated=True,
    ),
    AnswerField(
        name="text",
        kind=Kind.PROSE,
        label=_("What is done"),
        caption=_("text"),
        limit=LONGEST_TEXT,
        is_translated=True,
        is_required=True,
        help_text=_("What, for whom, how many, with whom. Two to five sentences read best."),
        errors={"required": _("Say in a sentence or two what is done.")},
    ),
    _services(),
    AnswerField(
        name="since",
        kind=Kind.DAY,
        label=_("Since when"),
        caption=_("since"),
        errors={"invalid": _("Give the day as year, month, day: 2026-03-25.")},
    ),
    AnswerField(
        name="source",
        kind=Kind.ADDRESS,
        label=_("Link to a source"),
        caption=_("link to a source"),
        limit=200,
        help_text=_("A page or document where readers find more."),
    ),
)

CHALLENGE_FIELDS: Final = (
    AnswerField(
        name="text",
        kind=Kind.PROSE,
        label=_("What is difficult"),
        caption=_("text"),
        limit=LONGEST_TEXT,
        is_translated=True,
    ),
    _services(),
)

PHOTOGRAPH_FIELDS: Final = (
    AnswerField(
        name="alternative",
        kind=Kind.LINE,
        label=_("What is to be seen"),
        caption=_("alternative text"),
        limit=300,
        is_translated=True,
        help_text=_(
            "For those who do not see the picture: who does what, where. It is not printed without."
        ),
    ),
    AnswerField(
        name="caption",
        kind=Kind.LINE,
        label=_("Caption"),
        caption=_("caption"),
        limit=300,
        is_translated=True,
        help_text=_("Printed below the picture, in the language you write in."),
    ),
    AnswerField(
        name="credit",
        kind=Kind.LINE,
        label=_("Credit"),
        caption=_("credit"),
        limit=200,
        help_text=_("Who took it, and whose it is."),
    ),
)

# By the name of the list of a contribution that they belong to.
ANSWER_FIELDS: Final[dict[str, tuple[AnswerField, ...]]] = {
    "responses": RESPONSE_FIELDS,
    "challenges": CHALLENGE_FIELDS,
}
# An empty one of these is part of a digest that cities have approved; later ones only with a value.
_DIGESTED_EMPTY: Final = frozenset({"title", "text", "services", "since", "source"})


def translated(fields: Iterable[AnswerField]) -> tuple[AnswerField, ...]:
    """Return the fields with a text in each language."""
    return tuple(one for one in fields if one.is_translated)


def untranslated(fields: Iterable[AnswerField]) -> tuple[AnswerField, ...]:
    """Return the fields with the same value in every language."""
    return tuple(one for one in fields if not one.is_translated)


def printed(fields: Iterable[AnswerField]) -> tuple[AnswerField, ...]:
    """Return the fields that the note prints."""
    return tuple(one for one in fields if one.is_printed)


def form_order(fields: Iterable[AnswerField]) -> list[AnswerField]:
    """Return *fields* as the form asks for them: what is required first."""
    return sorted(fields, key=lambda one: not one.is_required)


def digested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a digest is made of: a field declared later counts once it is filled.

    So a new field leaves the approvals of cities that do not use it as they are.
    """
    return {
        name: value for name, value in values.items() if value or name in _DIGESTED_EMPTY | {"id"}
    }
