"""What the hall's screen shows, in one language or in two at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from llex.core import languages
from priorities.models import Consultation, ConsultationItem
from priorities.results.scales import percent
from priorities.voting.question_texts import QuestionTexts, Texts, pick

# A wall of two languages can be read; of three, not.
_MOST: Final = 2
# Characters that one line of a wall has room for.
_LONG: Final = 32
# Sizes of words in the cloud; in the largest one a word has a fifth of these letters at most.
# static/js/priorities/screen.js holds the same.
_SIZES: Final = 5
_LETTERS: Final = 60


@dataclass(frozen=True, slots=True)
class ScreenTexts:
    """A text, and the language that it is really in."""

    language: str
    text: str

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True, slots=True)
class ScreenBar:
    """The answers of one score as a rectangle in a drawing of 100 by 100."""

    score: int
    count: int
    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A service with its result as far as it is shown; *share* is the length of its bar of 100."""

    service: str
    names: list[ScreenTexts]
    rank: int | None
    mean: str
    share: float
    answers: int
    dont_know: int
    bars: list[ScreenBar]

    @property
    def is_long(self) -> bool:
        """Tell whether a name takes several lines of a wall."""
        return any(len(name.text) > _LONG for name in self.names)


@dataclass(frozen=True, slots=True)
class WordShown:
    """A word, how often it was given, and its size in the cloud from 1 to 5."""

    text: str
    rank: int
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class ScreenLanguageChoice:
    """A language of the session, and the address that adds it to the screen or takes it away."""

    code: str
    name: str
    direction: str
    query: str
    is_shown: bool


def wanted(asked: str) -> list[str]:
    """Return the one or two languages that ``?lang=fr,ar`` asks for, else the reader's own."""
    known = dict.fromkeys(code for code in asked.lower().split(",") if code in languages.CODES)
    return list(known)[:_MOST] or [get_language() or languages.DEFAULT]


def choices(offered: Iterable[str], codes: Sequence[str]) -> list[ScreenLanguageChoice]:
    """Return the languages that may be chosen while *codes* are shown."""
    return [
        ScreenLanguageChoice(
            code=code,
            name=languages.name_of(code),
            direction=languages.direction(code),
            query=",".join(_after(code, codes)),
            is_shown=code in codes,
        )
        for code in offered
    ]


def _after(code: str, codes: Sequence[str]) -> list[str]:
    """Return what is shown once a language was pressed: one more, or one less, never none."""
    others = [one for one in codes if one != code]
    if code in codes:
        return others or [code]
    return [*others[: _MOST - 1], code]


def labels(codes: Sequence[str]) -> dict[str, list[ScreenTexts]]:
    """Return the words of the screen in each of the languages."""
    return {name: _in_each(codes, phrase) for name, phrase in _PHRASES.items()}


def texts(words: QuestionTexts, codes: Sequence[str]) -> dict[str, list[ScreenTexts]]:
    """Return the question and the ends of the scale in each of the languages."""
    asked = {"question": words.question, "low": words.low, "high": words.high}
    return {name: _texts(text, codes) for name, text in asked.items()}


def rows(
    items: Iterable[ConsultationItem],
    words: QuestionTexts,
    codes: Sequence[str],
    content: dict[str, Any],
    scale: int,
) -> list[ScreenRow]:
    """Return all services: by rank where results may be seen, else as they are asked."""
    results = (content["results"] or {}).get("items", [])
    found = {item["service"]: item for item in results}
    place = {item["service"]: number for number, item in enumerate(results)}
    slugs = [item.service.slug for item in items]
    slugs.sort(key=lambda slug: place.get(slug, 0))
    with override(codes[0]):
        return [
            _row(slug, _texts(words.names[slug], codes), found.get(slug), scale) for slug in slugs
        ]


def words(content: dict[str, Any]) -> list[WordShown]:
    """Return the words that voters gave, most frequent first; none while they are not shown."""
    found = (content["results"] or {}).get("words", [])
    most = max((word["count"] for word in found), default=1)
    return [
        WordShown(word["word"], word["rank"], word["count"], _size(word, most)) for word in found
    ]


def _size(word: dict[str, Any], most: int) -> int:
    """Return the size of a word: by its count, unless it is so long that it would fill the wall."""
    by_count = -(-_SIZES * word["count"] // most)
    return max(1, min(by_count, _LETTERS // max(1, len(word["word"]))))


def ballots(content: dict[str, Any], code: str) -> str:
    """Return the number of ballots as a language writes it."""
    with override(code):
        return number_format(content["ballots"], force_grouping=True)


def address(consultation: Consultation) -> str:
    """Return where people vote."""
    return settings.SITE_URL + reverse("voting:vote", args=[consultation.code])


def spoken(url: str) -> str:
    """Return an address as people type it, up to the code that stands at its end."""
    return url.split("://", 1)[-1].rstrip("/").rpartition("/")[0] + "/"


def qr(url: str) -> SafeString:
    """Draw an address as a QR code: SVG without style attributes, which our policy forbids.

    Level M: a corner of the screen may be hidden by the head of whoever sits in front.
    """
    drawing = segno.make(url, error="m", micro=False)
    return mark_safe(  # noqa: S308 - drawn here, of squares alone
        drawing.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    )


def _in_each(codes: Sequence[str], phrase: Callable[[], str]) -> list[ScreenTexts]:
    found: dict[str, ScreenTexts] = {}
    for code in codes:
        with override(code):
            text = phrase()
        # What two languages write alike is written once.
        found.setdefault(text, ScreenTexts(code, text))
    return list(found.values())


def _texts(text: Texts, codes: Sequence[str]) -> list[ScreenTexts]:
    """Return a text in each language, and what stands in for a missing one only once."""
    found = (pick(text, languages.fallbacks(code)) for code in codes)
    return list(dict.fromkeys(ScreenTexts(one.language, one.text) for one in found if one))


def _row(
    service: str, names: list[ScreenTexts], item: dict[str, Any] | None, scale: int
) -> ScreenRow:
    mean = item["mean"] if item else None
    return ScreenRow(
        service=service,
        names=names,
        rank=item["rank"] if item else None,
        mean="–" if mean is None else number_format(mean, 2),
        share=percent(mean, scale),
        answers=item["answers"] if item else 0,
        dont_know=item["dont_know"] if item else 0,
        bars=list(_bars(item["distribution"] if item else [0] * scale)),
    )


def _bars(distribution: Sequence[int]) -> Iterable[ScreenBar]:
    most = max(distribution, default=0) or 1
    column = 100 / len(distribution)
    for index, count in enumerate(distribution):
        height = round(100 * count / most, 1)
        yield ScreenBar(
            score=index + 1,
            count=count,
            x=round(column * index, 2),
            top=round(100 - height, 1),
            width=round(column * 0.8, 2),
            height=height,
        )


_PHRASES: Final[dict[str, Callable[[], str]]] = {
    "vote_at": lambda: _("Vote at"),
    "code": lambda: _("Code"),
    "by_link": lambda: _("In this hall everybody votes with a link of their own."),
    "ballots": lambda: _("Ballots"),
    "ballots_so_far": lambda: _("Ballots so far"),
    "draft": lambda: _("Voting has not begun yet."),
    "open": lambda: _("Voting is open."),
    "paused": lambda: _("Voting is paused. What was sent is kept."),
    "closed": lambda: _("Voting has ended."),
    "later": lambda: _("The results will be shown in a moment."),
    "results": lambda: _("Results"),
    "lost": lambda: _("The connection is interrupted. The figures may be a little old."),
    "service": lambda: _("Service"),
    "mean": lambda: _("Mean"),
    "answers": lambda: _("Answers"),
    "dont_know": lambda: _("I don’t know"),
    "word": lambda: _("Word"),
    "first": lambda: _("First"),
}
