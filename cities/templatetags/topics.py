"""Words about topics."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.public.topics import TopicCounts
from llex.core.languages.numbers import number
from priorities.results.trends import TrendRow

register = template.Library()


@register.filter
def measures(count: int) -> str:
    """Say a number of measures."""
    text = ngettext("%(number)s measure", "%(number)s measures", count)
    return text % {"number": number(count)}


@register.filter
def in_a_sentence(counts: TopicCounts, line: TrendRow) -> str:
    """Say how much was published on a topic, and how it was rated last."""
    said = [_counted(counts)] if counts.measures or counts.challenges else []
    if latest := line.latest:
        rated = _("Rated %(rank)s of %(rated)s public services in the last vote.")
        said.append(
            rated % {"rank": number(latest.rank or 0), "rated": number(latest.column.rated)}
        )
    return " ".join(said) or _("Nothing has been published on this topic yet.")


def _counted(counts: TopicCounts) -> str:
    cities = ngettext("%(number)s city", "%(number)s cities", counts.cities)
    countries = ngettext("%(number)s country", "%(number)s countries", counts.countries)
    challenges = ngettext("%(number)s challenge", "%(number)s challenges", counts.challenges)
    return _("%(cities)s in %(countries)s: %(measures)s, %(challenges)s.") % {
        "cities": cities % {"number": number(counts.cities)},
        "countries": countries % {"number": number(counts.countries)},
        "measures": measures(counts.measures),
        "challenges": challenges % {"number": number(counts.challenges)},
    }
