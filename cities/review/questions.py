"""Questions of the organisers to a city, each with the field that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cities.contributions.drafts import Draft
from cities.models import Contribution

_PLACE: Final = re.compile(r"(responses|challenges)-(\d{1,4})-(\w+)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the name of the field of the form that it is about, if it is about one."""

    text: str
    field: str


def questions(contribution: Contribution, draft: Draft) -> list[Question]:
    """Return the questions asked since the city last sent something, the oldest first.

    A field is named by its place in *draft*: an answer that the city has moved keeps its question,
    and a question about a removed one is about no field.
    """
    if contribution.state != Contribution.State.CHANGES_REQUESTED:
        return []
    notes = contribution.review_notes.filter(
        to_city=True, created_at__gte=contribution.submitted_at
    )
    before = contribution.wording_before or {}
    return [Question(note.text, _now_called(note.field, before, draft)) for note in notes]


def _now_called(name: str, before: Mapping[str, Any], draft: Draft) -> str:
    found = _PLACE.fullmatch(name)
    if found is None:
        return name
    kind, number, part = found[1], int(found[2]), found[3]
    rows = before.get(kind, ())
    if number >= len(rows):
        return ""
    for place, entry in enumerate(getattr(draft, kind)):
        if entry.id == rows[number]["id"]:
            return f"{kind}-{place}-{part}"
    return ""
