"""Results by group of voters, as far as the disclosure rules allow.

A frozen result has a list of groups:

    {"by": "language", "codes": ["ar", "es"], "ballots": 12, "values": {"housing": 4.25}}

*values* are the means of scores, or the shares of the group's ballots that chose a service, by the
services' slugs. A service is split only where each group has at least five answers about it:
what is told of the other groups would give away those of a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from priorities.results.disclosure import LEAST, DisclosedGroup

# The figure of each service, by its slug, and the number of answers that it rests on.
GroupValues = Mapping[str, tuple[float, int]]


def told_groups(groups: Sequence[tuple[DisclosedGroup, GroupValues]]) -> list[dict[str, Any]]:
    """Return the groups with the figures that may be told of them; [] without any such figure."""
    services = set().union(*(values for _group, values in groups))
    told = {
        service
        for service in services
        if all(service in values and values[service][1] >= LEAST for _group, values in groups)
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
        for group, values in groups
    ]
