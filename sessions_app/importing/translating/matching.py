"""Put the texts of a note beside those of the session whose translation it is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.translation_marks import source_text
from llex.core.translations.marks import source_language
from sessions_app.importing.translating.text_kinds import (
    ONLY,
    PLACE,
    Kind,
    NoteText,
    TranslationTarget,
)
from sessions_app.importing.words import words

LEFT_OUT: Final = "out"
# Found by their names; a single one that is left over on both sides is the other's, too.
_NAMED: Final[tuple[Kind, ...]] = ("city", "quote", "participant")
State = Literal["new", "changed", "same", "named", "out", "open", "waits"]


@dataclass
class TextMatch:
    """A text of the note, the text of the session that it translates, and what comes of it.

    *chosen* is the key of *target*, LEFT_OUT, or empty while it is open; *why* says what is the
    matter, *writes* has the texts to be written by the names of fields.
    """

    text: NoteText
    options: list[TranslationTarget]
    chosen: str = ""
    target: TranslationTarget | None = None
    why: str = ""
    is_fixed: bool = False
    writes: dict[str, str] = field(default_factory=dict)
    # Texts of the note for which the target has no place.
    homeless: list[str] = field(default_factory=list)
    waits: bool = False

    @property
    def state(self) -> State:
        """Return what would become of the text."""
        if self.waits:
            return "waits"
        if self.chosen == LEFT_OUT:
            return "out"
        if self.target is None:
            return "open"
        if not self.text.values:
            return "named"
        if not self.writes:
            return "same"
        return "changed" if any(self.target.present.get(n) for n in self.writes) else "new"

    @property
    def dropped(self) -> list[str]:
        """Return what of the note is not taken."""
        return self.text.words if self.state == "out" else self.homeless


class Matcher:
    """Matches one note with one session; *answers* are the chosen keys by the keys of the texts."""

    def __init__(
        self,
        theirs: Iterable[NoteText],
        ours: Iterable[TranslationTarget],
        *,
        language: str,
        answers: Mapping[str, str],
        may: Callable[[Any], bool],
    ) -> None:
        self.language = language
        self.theirs = list(theirs)
        self.answers = answers
        self.may = may
        self._ours: defaultdict[Kind, list[TranslationTarget]] = defaultdict(list)
        for one in ours:
            self._ours[one.kind].append(one)
        self._by_key: dict[str, TextMatch] = {}

    def match(self) -> list[TextMatch]:
        """Return a match for each text of the note, in its order."""
        groups: dict[tuple[Kind, str], list[NoteText]] = defaultdict(list)
        for text in self.theirs:
            groups[text.kind, text.parent].append(text)
        for (kind, parent), texts in groups.items():
            self._match_group(kind, self._by_key.get(parent), texts)
        found = [self._by_key[text.key] for text in self.theirs]
        _find_doubles(found)
        return found

    def _match_group(self, kind: Kind, parent: TextMatch | None, texts: list[NoteText]) -> None:
        ours = self._ours[kind]
        if parent is not None and parent.target is not None:
            ours = [one for one in ours if one.parent == parent.target.key]
        matches = [TextMatch(text, ours) for text in texts]
        self._by_key |= {match.text.key: match for match in matches}
        if parent is not None and parent.target is None:
            for match in matches:
                match.waits = parent.chosen != LEFT_OUT
                match.chosen = LEFT_OUT if parent.chosen == LEFT_OUT else ""
            return
        for match in matches:
            answer = self.answers.get(match.text.key, "")
            if answer == LEFT_OUT or any(answer == one.key for one in ours):
                match.chosen, match.is_fixed = answer, True
        (_by_name if kind in _NAMED else _by_section if kind == "text" else _by_order)(matches)
        for match in matches:
            self._settle(match)

    def _settle(self, match: TextMatch) -> None:
        """Say what is to be written, or why nothing is."""
        match.target = next((one for one in match.options if one.key == match.chosen), None)
        target = match.target
        if target is None:
            if not match.chosen:
                match.why = match.why or _("The session has nothing that fits.")
            return
        code = match.text.language
        if code and code != self.language:
            # A question is quoted in the language in which it was asked.
            target = match.target = _in_language(target, code)
        for name, said in _values(match.text, target).items():
            if name not in target.sources:
                match.homeless.append(said)
            elif words(said) != words(target.present.get(name, "")) or not target.present[name]:
                match.writes[name] = said
        if match.homeless:
            match.why = _("The session has no such text in its own language; it is left out.")
        if match.writes:
            self._refuse(match, target)

    def _refuse(self, match: TextMatch, target: TranslationTarget) -> None:
        """Leave out what must not or cannot be written."""
        why = ""
        too_long = [
            name
            for name, said in match.writes.items()
            if len(said) > (target.subject._meta.get_field(name).max_length or len(said))
        ]
        if not self.may(target.subject):
            why = _("You may not change it.")
        elif target.is_original:
            why = _("It was written in this language: what is there stays.")
        elif (match.text.language or self.language) not in languages.CODES:
            why = _("It is in a language in which this site has no notes.")
        elif too_long:
            why = _("It is too long for its place.")
        elif target.is_approved and not match.is_fixed:
            why = _("Its translation is approved: what is there stays, unless you choose it.")
        elif target.kind == "series" and any(map(target.present.get, match.writes)):
            why = _("The series is called otherwise: what is there stays.")
        if why:
            match.why, match.chosen, match.target, match.writes = why, LEFT_OUT, None, {}


def _in_language(target: TranslationTarget, code: str) -> TranslationTarget:
    return replace(
        target,
        present={name: source_text(target.subject, name, code) for name in target.sources},
        is_original=any(source_language(target.subject, name) == code for name in target.sources),
    )


def _values(text: NoteText, target: TranslationTarget) -> dict[str, str]:
    if ONLY not in text.values:
        return text.values
    name = next(iter(target.sources), ONLY)
    return {name: text.values[ONLY]}


def _by_name(matches: list[TextMatch]) -> None:
    options = matches[0].options
    free = [match for match in matches if not match.is_fixed]
    taken = {match.chosen for match in matches if match.is_fixed}
    for match in free:
        called = [one for one in options if match.text.names & one.names and one.key not in taken]
        if called:
            match.chosen = called[0].key
            if match.text.kind != "participant":
                taken.add(match.chosen)
    named = {match.chosen for match in matches}
    open_ones = [match for match in free if not match.chosen]
    left = [one for one in options if one.key not in named]
    if open_ones and len(open_ones) == len(left) and open_ones[0].text.kind == "quote":
        _take_in_order(open_ones, left)
    elif matches[0].text.kind == "city":
        _by_neighbours(matches)
    if len(open_ones) == len(left) == 1 and not open_ones[0].chosen:
        open_ones[0].chosen = left[0].key
        open_ones[0].why = _("The only one that is left; please check.")


def _by_neighbours(matches: list[TextMatch]) -> None:
    """Match what is open between two that follow one another, where as many are left in between.

    Cities of the gazetteer are left out: these are found whatever they are called.
    """
    keys = [one.key for one in matches[0].options]
    places = [keys.index(match.chosen) if match.chosen in keys else None for match in matches]
    found = {place for place in places if place is not None}
    at = 0
    while at < len(matches):
        end = at
        while end < len(matches) and places[end] is None:
            end += 1
        before = places[at - 1] if at else -1
        after = places[end] if end < len(matches) else len(keys)
        if before is not None and after is not None:
            free = [n for n in range(before + 1, after) if n not in found]
            run, options = matches[at:end], [matches[0].options[n] for n in free]
            names = [*(match.text.names for match in run), *(one.names for one in options)]
            is_open = not any(match.chosen for match in run)
            if is_open and len(run) == len(options) and not any(map(_has_place, names)):
                _take_in_order(run, options)
        at = end + 1


def _has_place(names: frozenset[str]) -> bool:
    return any(name.startswith(PLACE) for name in names)


def _take_in_order(matches: list[TextMatch], options: list[TranslationTarget]) -> None:
    for match, one in zip(matches, options, strict=True):
        match.chosen, match.why = one.key, _("By their order; please check.")


def _by_section(matches: list[TextMatch]) -> None:
    for match in matches:
        if not match.is_fixed and any(one.key == match.text.key for one in match.options):
            match.chosen = match.text.key


def _by_order(matches: list[TextMatch]) -> None:
    options = matches[0].options
    fixed = {match.chosen for match in matches if match.is_fixed}
    left = [one for one in options if one.key not in fixed]
    free = [match for match in matches if not match.is_fixed]
    for match, one in zip(free, left, strict=False):
        match.chosen = one.key
        if len(matches) != len(options):
            match.why = _(
                "The session has %(ours)s of these, the note %(theirs)s; please check."
            ) % {
                "ours": len(options),
                "theirs": len(matches),
            }


def _find_doubles(matches: list[TextMatch]) -> None:
    """Open what two texts of the note would be written to."""
    writers: defaultdict[tuple[type[Any], int, str], list[TextMatch]] = defaultdict(list)
    for match in matches:
        for name in match.writes:
            if match.target is not None:
                subject = match.target.subject
                writers[type(subject), subject.pk, name].append(match)
    for group in writers.values():
        if len(group) > 1:
            _part(group)


def _part(group: list[TextMatch]) -> None:
    """Choose one of several texts for the same place, if it is plain which."""
    said = {tuple(words(" ".join(match.writes.values()))) for match in group}
    if len(said) == 1:
        for match in group[1:]:
            match.writes = {}
    elif all(match.text.kind in ("position", "participant") for match in group):
        # A person may be given a short and a full position, as in the draft of a note.
        group.sort(key=lambda match: -len("".join(match.writes.values())))
        for match in group[1:]:
            match.why = _("The note has another, longer position of this person.")
            match.chosen, match.target, match.writes = LEFT_OUT, None, {}
    else:
        for match in group:
            match.why = _("Two texts of the note are for one of the session.")
            match.chosen, match.target, match.writes = "", None, {}
