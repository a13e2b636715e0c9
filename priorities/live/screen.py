"""The hall's screen in one language or in two at once: labels, languages, address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from llex.core import languages
from priorities.live.screen_texts import ScreenTexts, texts_in
from priorities.models import Consultation
from priorities.questions.question_texts import QuestionTexts

# A wall of two languages can be read; of three, not.
_MOST: Final = 2


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
    """Return the labels of the screen in each of the languages."""
    return {name: _in_each(codes, phrase) for name, phrase in _PHRASES.items()}


def texts(words: QuestionTexts, codes: Sequence[str]) -> dict[str, list[ScreenTexts]]:
    """Return the question and the ends of the scale in each of the languages."""
    asked = {"question": words.question, "low": words.low, "high": words.high}
    return {name: texts_in(text, codes) for name, text in asked.items()}


def ballots(content: dict[str, Any], code: str) -> str:
    """Return the number of ballots as a language writes it."""
    with override(code):
        return number_format(content["ballots"], force_grouping=True)


def address(consultation: Consultation) -> str:
    """Return where people vote."""
    return settings.SITE_URL + reverse("voting:vote", args=[consultation.code])


def spoken(url: str) -> str:
    """Return an address as people type it, without the code at its end."""
    return url.split("://", 1)[-1].rstrip("/").rpartition("/")[0] + "/"


def _in_each(codes: Sequence[str], phrase: Callable[[], str]) -> list[ScreenTexts]:
    found: dict[str, ScreenTexts] = {}
    for code in codes:
        with override(code):
            text = phrase()
        # A text that is the same in two languages is written once.
        found.setdefault(text, ScreenTexts(code, text))
    return list(found.values())


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
    "share": lambda: _("Share of ballots"),
    "first": lambda: _("First"),
}
