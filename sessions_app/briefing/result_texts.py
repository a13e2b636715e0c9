"""What a consultation found, in words and in proportions: the same in every format.

As in `wording`, all functions answer in the active language. Drawings only say how long, how high
and how large; each format draws them in its own way.
"""

from dataclasses import dataclass
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.db.collation import reader_key
from llex.core.languages import name_in_sentence
from llex.core.languages.phrases import join_items
from priorities.results import scales
from sessions_app.briefing.document import Consultation, ItemResult, WordResult
from sessions_app.briefing.phrases import mean, number

# So many words stand in the ranked list, each with its count; the next ones are only named.
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


def outcome(consultation: Consultation) -> str:
    """Say in a sentence how many voted, in which languages, and what came first."""
    turnout = _turnout(consultation)
    best = [item for item in consultation.items if item.rank == 1]
    if best:
        return _("%(turnout)s; rated highest: %(services)s, %(mean)s out of %(scale)s.") % {
            "turnout": turnout,
            "services": join_items(str(item.service.name) for item in best),
            "mean": mean(best[0].mean),
            "scale": number(consultation.scale),
        }
    most = [word for word in consultation.words if word.rank == 1]
    # Where every word was given as often, none stands out.
    if most and (len(most) < len(consultation.words) or len(most) == 1):
        return ngettext(
            "%(turnout)s; given most often: %(words)s, on %(count)s ballot.",
            "%(turnout)s; given most often: %(words)s, on %(count)s ballots.",
            most[0].count,
        ) % {
            "turnout": turnout,
            "words": join_items(_("“%(word)s”") % {"word": word.word} for word in most),
            "count": number(most[0].count),
        }
    return _("%(turnout)s.") % {"turnout": turnout}


def _turnout(consultation: Consultation) -> str:
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


def scale(consultation: Consultation) -> str:
    """Explain the scale: its ends in words where they have words."""
    ends = {"low": consultation.low, "high": consultation.high, "scale": number(consultation.scale)}
    if consultation.low and consultation.high:
        return _("Scale from 1 (%(low)s) to %(scale)s (%(high)s)") % ends
    return _("Scale from 1 to %(scale)s") % ends


def chart(consultation: Consultation) -> str:
    """Describe the chart in words, for those who do not see it."""
    bars = join_items(
        _("%(service)s %(mean)s") % {"service": item.service.name, "mean": mean(item.mean)}
        for item in consultation.items
    )
    return _("Bar chart of the mean rating of each public service: %(bars)s.") % {"bars": bars}


def reopened(consultation: Consultation) -> str:
    """Say that voting was opened again, and when; nothing where it was not. The reason follows."""
    if consultation.reopened is None:
        return ""
    day = formats.date_format(consultation.reopened.at, _("j F Y"))
    return _("Voting was opened again on %(date)s.") % {"date": day}


def reach(item: ItemResult, consultation: Consultation) -> float:
    """Return how far an item's mean is from the lowest score to the highest, from 0 to 1."""
    return scales.reach(item.mean, consultation.scale)


def heights(item: ItemResult) -> list[float]:
    """Return the answers per score, from 0 to 1, the most frequent score at full height."""
    most = max(item.distribution, default=0)
    return [count / most if most else 0 for count in item.distribution]


def ranked_words(consultation: Consultation) -> tuple[WordResult, ...]:
    """Return the words of the ranked list."""
    return consultation.words[:RANKED]


def further_words(consultation: Consultation) -> str:
    """Name the words that come after the ranked list, or nothing where there are none."""
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
    """Name the other spellings that were counted with a word, or nothing where there are none."""
    shown = join_items(word.spellings[:SPELLINGS])
    return f"{shown} …" if len(word.spellings) > SPELLINGS else shown


def times(word: WordResult) -> str:
    """Say on how many ballots a word stood."""
    return ngettext("%(number)s ballot", "%(number)s ballots", word.count) % {
        "number": number(word.count)
    }


def _step(share: float, letters: int) -> int:
    """Return the size of a word: by its count, unless it is so long that it would fill the page."""
    return max(1, min(1 + round((STEPS - 1) * share), _LETTERS // max(1, letters)))


def cloud(consultation: Consultation) -> list[CloudWord]:
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
