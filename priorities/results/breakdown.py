"""Results by group of voters, as far as the disclosure rules allow.

A frozen result has a list of groups:

    {"by": "language", "codes": ["ar", "es"], "ballots": 12, "values": {"housing": 4.25}}

*values* are the means of scores, or the shares of the group's ballots that chose a service, by the
services' slugs. A service is split only where each group has at least five answers about it:
what is told of the other groups would give away those of a smaller one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorities.questions.registry import kind_of
from priorities.results.disclosure import LEAST, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from priorities.models import Ballot, Consultation


def break_down(
    consultation: Consultation, ballots: QuerySet[Ballot], by_language: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return the results of *ballots* by language. Two queries for each group.

    Return [] where voting was opened again: the difference from the earlier result would disclose
    what the few answered who voted in between.
    """
    if consultation.reopened_at:
        return []
    kind = kind_of(consultation)
    groups = grouped(by_language)
    counted = [
        kind.group_values(
            kind.count(consultation, ballots.filter(language__in=group.languages)), group.ballots
        )
        for group in groups
    ]
    told = {
        service
        for service in set().union(*counted)
        if all(service in one and one[service][1] >= LEAST for one in counted)
    }
    if not told:
        return []
    return [
        {
            "by": "language",
            "codes": list(group.languages),
            "ballots": group.ballots,
            "values": {service: values[service][0] for service in sorted(told)},
        }
        for group, values in zip(groups, counted, strict=True)
    ]
