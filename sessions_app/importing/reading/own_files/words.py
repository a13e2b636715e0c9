"""The words that the site's own files are written with, in one language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from cities.public.city_table import city_table
from llex.core import languages
from llex.core.languages.phrases import comma
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Role, Section
from sessions_app.briefing.imprint import imprint_title
from sessions_app.importing.reading.blocks import Part
from sessions_app.importing.words import fold

# Numbers that have each a form of their own in one of our languages.
_COUNTS: Final = (0, 1, 2, 3, 11, 100)
_PLACE: Final = re.compile(r"%\\?\(\w+\\?\)s")
# The columns of the city table, by the parts of a row that they hold.
COLUMNS: Final = {"responses": "response", "challenges": "challenge"}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Headings and labels as the files have them; texts are folded, patterns are of whole lines."""

    language: str
    publication: str
    sections: dict[str, Section]
    participants: str
    photographs: str
    back_matter: frozenset[str]
    groups: dict[str, Role]
    columns: dict[str, str]
    labels: dict[str, Part]
    lines: tuple[tuple[Part, re.Pattern[str]], ...]
    only_in: dict[str, str]
    between: str
    comma: str
    people: tuple[str, ...]

    def attendance_in(self, figure: str) -> str:
        """Return the digits of a figure that counts participants, "" for any other."""
        folded = fold(figure)
        label = next((one for one in self.people if folded.endswith(f" {one}")), "")
        digits = folded.removesuffix(label).replace(" ", "") if label else ""
        return str(int(digits)) if digits.isdecimal() else ""

    def section_called(self, title: str) -> str:
        """Return the section with that heading, or ""."""
        return self.sections.get(fold(title), "")

    def group_called(self, heading: str) -> Role:
        """Return the role of the people under a heading."""
        return self.groups.get(fold(heading), "participant")

    def part_of(self, line: str) -> tuple[Part, str] | None:
        """Return what a computed line is, and what it says, or None for any other line."""
        evened = " ".join(line.split())
        for part, pattern in self.lines:
            if match := pattern.fullmatch(evened):
                # The last place is that of names; before it may be a number.
                return part, match.groups()[-1] if match.groups() else ""
        return None


@cache
def own_words(language: str) -> OwnWords:
    """Return the words of the files in *language*."""
    with translation.override(language):
        said, roles = phrases.labels(), get_args(Role)
        heads = {column.name: column.label for column in city_table(language, ()).columns}
        return OwnWords(
            language,
            fold(phrases.publication()),
            {fold(phrases.section_title(name)): name for name in get_args(Section)},
            fold(said["participants"]),
            fold(said["photographs"]),
            frozenset(map(fold, (imprint_title(), said["index"], said["colophon"]))),
            {fold(phrases.group(role, count)): role for role in roles for count in _COUNTS},
            {fold(heads[name]): kind for name, kind in COLUMNS.items()},
            _labels(said),
            tuple(_lines()),
            {fold(languages.only_in(code)): code for code in _named(language)},
            said["between"],
            comma(),
            tuple(dict.fromkeys(fold(_participants(count)) for count in _COUNTS)),
        )


def language_of_publication(line: str) -> str:
    """Return the language whose files call themselves *line*, or ""."""
    folded = fold(line)
    return next((code for code in languages.CODES if own_words(code).publication == folded), "")


def _labels(said: dict[str, str]) -> dict[str, Part]:
    parts: dict[str, Part] = {
        said["contact"]: "contact",
        said["follow"]: "hashtag",
        said["recording"]: "recording",
        said["checksum"]: "out",
        said["change"]: "out",
        said["logos"]: "out",
        said["contents"]: "out",
        pgettext("concerned by a response", "Services"): "services",
        pgettext("of a statement", "Source"): "source",
    }
    return {fold(label): part for label, part in parts.items()}


def _named(language: str) -> list[str]:
    """Return the codes of the languages that have a name in *language*."""
    return list(dict.fromkeys([*languages.data.read_names(language), *languages.CODES]))


def _participants(count: int) -> str:
    return npgettext("under a figure", "participant", "participants", count)


def _lines() -> Iterator[tuple[Part, re.Pattern[str]]]:
    """Yield the patterns of the lines that are computed."""
    answered = (
        ngettext(
            "%(number)s city answers this challenge: %(names)s",
            "%(number)s cities answer this challenge: %(names)s",
            count,
        )
        for count in _COUNTS
    )
    yield "since", _pattern(_("Since %(date)s"))
    yield "answers", _pattern(_("Answers a challenge of: %(cities)s"))
    yield "evidence", _pattern(_("Seen in: %(cities)s"))
    yield "number", _pattern(_("Session %(number)s"))
    yield from (("answered_by", _pattern(text)) for text in dict.fromkeys(answered))
    yield "out", _pattern(_("Rated most important, out of %(scale)s: %(services)s"))
    yield "out", _pattern(_("%(city)s has withdrawn its contribution since, on %(date)s."))
    yield "out", _pattern(_("Edition %(number)s, %(date)s"))
    yield "out", _pattern(_("Draft, not published"))
    yield "out", _pattern(_("This edition has been superseded by edition %(number)s."))
    for text in (
        _("Still true, says the city on %(date)s."),
        _("Changed since, says the city on %(date)s."),
        _("Ended, says the city on %(date)s."),
    ):
        yield "update", _pattern(text)


def _pattern(text: str) -> re.Pattern[str]:
    pieces = (re.escape(piece) for piece in _PLACE.split(" ".join(text.split())))
    return re.compile("(.+)".join(pieces))
