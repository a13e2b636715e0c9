"""The result of a consultation in sentences and in proportions, the same in every format.

All texts are in the active language. Proportions are lengths, heights and sizes from 0 to 1; each
format draws them in its own way. Functions that depend on the kind of question dispatch on the
class of the result.
"""

from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.languages import name_in_sentence
from llex.core.languages.phrases import join_items
from llex.core.languages.sorting import reader_key
from priorities.results import scales
from priorities.results.published import (
    ChoiceResult,
    ChosenItem,
    ConsultationResult,
    ItemResult,
    RatingsResult,
    WordResult,
    WordsResult,
)
from sessions_app.briefing.phrases import mean, number

# The number of words in the ranked list, each with its count; the next ones are only named.
RANKED: Final = 20
NAMED: Final = 100
IN_CLOUD: Final = 40
# Of a word that was typed in very many ways, so many are shown.
SPELLINGS: Final = 8
# The sizes in which a cloud sets its words.
STEPS: Final = 5
# In the largest size a word has a fifth of these letters at most.
_LETTERS: Final = 100


@dataclass(frozen=True, slots=True)
class CloudWord:
    """A word of the cloud; *step* is its size, from 1 to `STEPS`."""

    text: str
    step: int


def outcome(result: ConsultationResult) -> str:
    """Return a sentence: how many voted, in which languages, and what came first."""
    return _leaders(result, _turnout(result))


@singledispatch
def _leaders(result: ConsultationResult, turnout: str) -> str:
    """Return the sentence that begins with *turnout*; each kind of question registers its own."""
    raise TypeError(result)


@_leaders.register
def _best_rated(result: RatingsResult, turnout: str) -> str:
    best = [item for item in result.items if item.rank == 1]
    if not best:
        return _("%(turnout)s.") % {"turnout": turnout}
    return _("%(turnout)s; rated highest: %(services)s, %(mean)s out of %(scale)s.") % {
        "turnout": turnout,
        "services": join_items(str(item.service.name) for item in best),
        "mean": mean(best[0].mean),
        "scale": number(result.scale),
    }


@_leaders.register
def _most_given(result: WordsResult, turnout: str) -> str:
    most = [word for word in result.words if word.rank == 1]
    if not most or 1 < len(most) == len(result.words):
        # No words, or all given equally often.
        return _("%(turnout)s.") % {"turnout": turnout}
    return ngettext(
        "%(turnout)s; given most often: %(words)s, on %(count)s ballot.",
        "%(turnout)s; given most often: %(words)s, on %(count)s ballots.",
        most[0].count,
    ) % {
        "turnout": turnout,
        "words": join_items(_("“%(word)s”") % {"word": word.word} for word in most),
        "count": number(most[0].count),
    }


@_leaders.register
def _most_chosen(result: ChoiceResult, turnout: str) -> str:
    most = [item for item in result.choices if item.rank == 1]
    if not most or len(most) == len(result.choices):
        return _("%(turnout)s.") % {"turnout": turnout}
    return ngettext(
        "%(turnout)s; chosen most often: %(services)s, on %(count)s ballot (%(share)s).",
        "%(turnout)s; chosen most often: %(services)s, on %(count)s ballots (%(share)s).",
        most[0].count,
    ) % {
        "turnout": turnout,
        "services": join_items(str(item.service.name) for item in most),
        "count": number(most[0].count),
        "share": percentage(most[0], result),
    }


def _turnout(consultation: ConsultationResult) -> str:
    cast = ngettext("%(number)s ballot", "%(number)s ballots", consultation.ballots)
    ballots = cast % {"number": number(consultation.ballots)}
    if not consultation.languages:
        return ballots
    spoken = len(consultation.languages)
    return ngettext(
        "%(ballots)s in one language (%(names)s)",
        "%(ballots)s in %(number)s languages (%(names)s)",
        spoken,
    ) % {
        "ballots": ballots,
        "number": number(spoken),
        "names": join_items(map(language, consultation.languages)),
    }


def language(code: str) -> str:
    """Return the name of a language as the active language writes it inside a sentence."""
    return name_in_sentence(code)


def scale(result: RatingsResult) -> str:
    """Explain the scale, with the labels of its ends if it has any."""
    return scales.scale_text(result.scale, result.low, result.high)


def choice_limit(result: ChoiceResult) -> str:
    """Explain how many services each ballot could choose, and what the bars show."""
    if result.max_choices == 1:
        return _("Each ballot chose one. The bars show the share of all ballots.")
    text = ngettext(
        "Each ballot chose up to %(number)s. The bars show the share of all ballots.",
        "Each ballot chose up to %(number)s. The bars show the share of all ballots.",
        result.max_choices,
    )
    return text % {"number": number(result.max_choices)}


@singledispatch
def chart(result: ConsultationResult) -> str:
    """Describe the chart in words, as its alternative text; "" for a kind without a chart."""
    return ""


@chart.register
def _ratings_chart(result: RatingsResult) -> str:
    bars = join_items(
        _("%(service)s %(mean)s") % {"service": item.service.name, "mean": mean(item.mean)}
        for item in result.items
    )
    return _("Bar chart of the mean rating of each public service: %(bars)s.") % {"bars": bars}


@chart.register
def _choice_chart(result: ChoiceResult) -> str:
    bars = join_items(
        _("%(service)s %(share)s")
        % {"service": item.service.name, "share": percentage(item, result)}
        for item in result.choices
    )
    text = _("Bar chart of the share of ballots that chose each public service: %(bars)s.")
    return text % {"bars": bars}


def percentage(item: ChosenItem, result: ChoiceResult) -> str:
    """Return the share of ballots that chose an item, in whole percent."""
    return scales.percentage_text(item.count, result.ballots)


def share(item: ChosenItem, result: ChoiceResult) -> float:
    """Return the share of ballots that chose an item, from 0 to 1."""
    return scales.percentage(item.count, result.ballots) / 100


def reopened(consultation: ConsultationResult) -> str:
    """Return that voting was opened again, and when; "" if it was not."""
    if consultation.reopened is None:
        return ""
    day = formats.date_format(consultation.reopened.at, _("j F Y"))
    return _("Voting was opened again on %(date)s.") % {"date": day}


def reach(item: ItemResult, consultation: RatingsResult) -> float:
    """Return how far an item's mean is from the lowest score to the highest, from 0 to 1."""
    return scales.reach(item.mean, consultation.scale)


def ranked_words(consultation: WordsResult) -> tuple[WordResult, ...]:
    """Return the words of the ranked list."""
    return consultation.words[:RANKED]


def further_words(consultation: WordsResult) -> str:
    """Return the words after the ranked list, "" if there are none."""
    rest = consultation.words[RANKED:]
    if not rest:
        return ""
    names = join_items(word.word for word in rest[:NAMED])
    more = len(rest) - NAMED
    if more <= 0:
        return _("Also given: %(words)s.") % {"words": names}
    return ngettext(
        "Also given: %(words)s and %(number)s more.",
        "Also given: %(words)s and %(number)s more.",
        more,
    ) % {"words": names, "number": number(more)}


def spellings(word: WordResult) -> str:
    """Return the other spellings that were counted with a word, "" if there are none."""
    shown = join_items(word.spellings[:SPELLINGS])
    return f"{shown} …" if len(word.spellings) > SPELLINGS else shown


def times(word: WordResult) -> str:
    """Return on how many ballots a word was given."""
    return ngettext("%(number)s ballot", "%(number)s ballots", word.count) % {
        "number": number(word.count)
    }


def _step(share: float, letters: int) -> int:
    """Return the size of a word: by its count, unless it is so long that it would fill the page."""
    return max(1, min(1 + round((STEPS - 1) * share), _LETTERS // max(1, letters)))


def cloud(consultation: WordsResult) -> list[CloudWord]:
    """Return the most frequent words in the order of the alphabet, each with its size."""
    words = consultation.words[:IN_CLOUD]
    if not words:
        return []
    most, least = words[0].count, words[-1].count
    span = max(most - least, 1)
    sized = (
        CloudWord(word.word, _step((word.count - least) / span, len(word.word))) for word in words
    )
    return sorted(sized, key=lambda word: reader_key(word.text))
