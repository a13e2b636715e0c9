"""Which challenge a response answers, and what a key point rests on, where a file names cities."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedAnswer,
    RecognisedCityRow,
)
from sessions_app.importing.words import fold


def join_by_cities(note: ImportedNote) -> None:
    """Join what only one pair of texts can mean; remark how much organisers are to join."""
    rows = {fold(row.name): row for row in note.rows}
    for place, row in enumerate(note.rows):
        for number, answer in enumerate(row.own_answers):
            answer.key = answer.key or f"{place}-{number}"
    open_answers = sum(
        _join(response, row, rows) for row in note.rows for response in row.answers("response")
    )
    open_evidence = 0
    for point in (point for theme in note.themes for point in theme.points):
        for city in point.cities:
            responses = rows[city].answers("response") if city in rows else []
            if len(responses) == 1:
                point.evidence = (*point.evidence, responses[0].key)
            else:
                open_evidence += 1
    note.remarks += _remarks(open_answers, open_evidence)


def _join(
    response: RecognisedAnswer, row: RecognisedCityRow, rows: dict[str, RecognisedCityRow]
) -> int:
    """Join a response with the only challenge of each city that it can answer; count the others."""
    left = 0
    for city in response.cities:
        asked = rows[city].answers("challenge") if city in rows else []
        meant = [one for one in asked if fold(row.name) in one.cities]
        if len(meant) == 1:
            response.answers = (*response.answers, meant[0].key)
        else:
            left += 1
    return left


def _remarks(answers: int, evidence: int) -> Iterator[str]:
    if answers:
        yield _(
            "The file names cities, but not which of their challenges are answered (%(count)s"
            " times): join them in the session."
        ) % {"count": answers}
    if evidence:
        yield _(
            "The file names cities, but not on which of their responses key points rest"
            " (%(count)s times): choose them in the session."
        ) % {"count": evidence}
