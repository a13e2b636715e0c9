"""Explanations of the figures and of their limits, in sentences for readers."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from llex.core.languages.numbers import number
from sessions_app.statistics.figure_table import shown
from sessions_app.statistics.session_figures import SessionStatistics

# What each figure counts.
DEFINITIONS: Final = (
    (
        pgettext_lazy("people of a session", "Registered"),
        gettext_lazy(
            "People with a place in a session, whether they registered themselves or were"
            " entered by organisers. Those on the waiting list and those who cancelled are not"
            " counted. A person in three sessions counts three times."
        ),
    ),
    (
        pgettext_lazy("people of a session", "Present"),
        gettext_lazy(
            "The head count of each session: those noted as present and others whom the"
            " meeting tool lists, or the number that organisers gave instead. A session of"
            " which none of it is known says “not recorded” and is not in the sum."
        ),
    ),
    (
        gettext_lazy("Cities"),
        gettext_lazy(
            "Cities whose contribution was accepted, or of which a person registered. In the"
            " sum a city counts once, however many sessions it was in; the same goes for"
            " countries and regions. Regions are continents."
        ),
    ),
    (
        gettext_lazy("Languages"),
        gettext_lazy(
            "The language of our e-mails that people chose when they registered. People"
            " entered by organisers have chosen none."
        ),
    ),
    (
        gettext_lazy("Gender of speakers"),
        gettext_lazy(
            "As chairs and speakers described themselves when they registered. Sums below five"
            " are never told: small sessions of a series are put together until a sum is large"
            " enough, and the rest is among “not said”. When the time for keeping"
            " registrations is over, the answers are deleted, and only a session’s own sums of"
            " five and more stay."
        ),
    ),
    (
        gettext_lazy("Time to answer"),
        gettext_lazy(
            "From the first invitation that the mail server took for an officer of a city to"
            " the first time that the city sent its contribution. Half of the cities were"
            " faster than the median, a quarter faster than the first quartile. What organisers"
            " sent for a city does not count; quartiles are told of four answers and more."
        ),
    ),
    (
        gettext_lazy("Downloads of the note"),
        gettext_lazy(
            "Files of the note (PDF, Word, text, data) that this server sent to readers; not"
            " readings of the web page. Robots, checks of the head alone and later parts of a"
            " file are left out. Copies that browsers and networks had kept are not seen here,"
            " and nothing about readers is kept, so that a person who comes twice counts twice."
        ),
    ),
    (
        gettext_lazy("Sessions"),
        gettext_lazy("All that have begun by now, without those that were cancelled."),
    ),
)


def limits(statistics: SessionStatistics) -> Iterator[str]:
    """Yield what is not known about the chosen sessions, in sentences."""
    totals = statistics.totals
    if totals.recorded < totals.sessions:
        text = _("Who was present is recorded for %(recorded)s of %(sessions)s sessions.")
        yield text % {"recorded": number(totals.recorded), "sessions": number(totals.sessions)}
    if totals.without_city:
        text = _("Of %(count)s registrations the city is not known; they are of no region.")
        yield text % {"count": number(totals.without_city)}
    if statistics.chosen.region:
        yield _(
            "With a region chosen, only people and cities are counted that are known to be from it."
            " Downloads and genders are not known by region."
        )
    if since := totals.downloads.since:
        text = _("Downloads are counted since %(day)s.")
        yield text % {"day": shown(since)}
    else:
        yield _("No download has been counted yet.")
