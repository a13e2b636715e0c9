"""Results by group of voters, as far as the disclosure rules allow.

A frozen result has a list of groups:

    {"by": "language", "codes": ["ar", "es"], "ballots": 12, "values": {"housing": 4.25}}

*by* is the field of a ballot that tells the groups apart: its language or, where that was asked
for, its region, which is "" if it was not said; the groups of one field are all ballots together.
*values* are the means of scores, or the shares of the group's ballots that chose a service, by the
services' slugs. A service is split only where each group has at least five answers about it: what
is told of the other groups would give away those of a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from llex.core.languages.regions import region_name
from priorities.results.disclosure import LEAST, DisclosedGroup

# The figure of each service, by its slug, and the number of answers that it rests on.
GroupValues = Mapping[str, tuple[float, int]]


def region_of_voters(code: str) -> str:
    """Return the name of a region in the active language, or that it was not said."""
    return region_name(code) or _("region not said")


def told_groups(
    by: str, groups: Sequence[tuple[DisclosedGroup, GroupValues]]
) -> list[dict[str, Any]]:
    """Return the groups that differ in the field *by* with the figures that may be told of them.

    Return [] without any such figure.
    """
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
            "by": by,
            "codes": list(group.codes),
            "ballots": group.ballots,
            "values": {service: values[service][0] for service in sorted(told)},
        }
        for group, values in groups
    ]
