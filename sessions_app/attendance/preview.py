"""The preview of a meeting tool's file, before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core.languages.phrases import labelled
from sessions_app.attendance.attendee_matching import ASK, COUNT, LEAVE, NEW, PersonMatch, Why
from sessions_app.attendance.recording import Decision
from sessions_app.models import Person


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One person of the file, with the *options* of the choice and a word on what it rests on."""

    decision: Decision
    options: Sequence[tuple[str, str]]
    why: str

    @property
    def facts(self) -> str:
        """Return address, minutes and how often the person joined."""
        attendee = self.decision.match.attendee
        facts = [attendee.email] if attendee.email != attendee.name else []
        if attendee.minutes is not None:
            text = ngettext("%(count)s minute", "%(count)s minutes", attendee.minutes)
            facts.append(text % {"count": attendee.minutes})
        if attendee.times > 1:
            text = ngettext("joined %(count)s time", "joined %(count)s times", attendee.times)
            facts.append(text % {"count": attendee.times})
        return " · ".join(filter(None, facts))


class AttendancePreview:
    """The people of a file in groups: to be chosen, not matched, matched, left out."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._lines = [PreviewLine(one, _options(one.match), _why(one.match)) for one in decisions]

    @cached_property
    def asked(self) -> list[PreviewLine]:
        """Return those about whom the organiser chooses."""
        return [line for line in self._lines if line.decision.match.choice == ASK]

    @cached_property
    def groups(self) -> list[tuple[str, str, list[PreviewLine], bool]]:
        """Return the groups that have people: key, title, lines, and whether they are unfolded."""
        rest = [line for line in self._lines if line not in self.asked]
        matched = [one for one in rest if one.decision.match.choice[:1] in ("p", "k")]
        counted = [one for one in rest if one.decision.match.choice in (COUNT, NEW)]
        left = [one for one in rest if one.decision.match.choice == LEAVE]
        found = [
            ("asked", _("Please choose who this is"), self.asked, True),
            ("counted", _("Not among the people known here"), counted, True),
            ("matched", pgettext("people of a meeting", "Matched"), matched, self._is_wrong),
            ("left", pgettext("people of a meeting", "Left out"), left, self._is_wrong),
        ]
        return [group for group in found if group[2]]

    @property
    def devices(self) -> list[tuple[str, int]]:
        """Return the names that several devices have, each with how many."""
        people = (line.decision.match.attendee for line in self._lines)
        counts = Counter(one.name for one in people if one.is_device)
        return [(name, count) for name, count in counts.items() if count > 1]

    @property
    def open_count(self) -> int:
        """Return about how many people nothing has been chosen."""
        return sum(line.decision.is_open for line in self._lines)

    @property
    def total(self) -> int:
        """Return how many people the file has."""
        return len(self._lines)

    @property
    def _is_wrong(self) -> bool:
        """Return whether something is wrong with what was sent, which must then be seen."""
        return any(line.decision.problem for line in self._lines)


def _options(match: PersonMatch) -> list[tuple[str, str]]:
    options = [(ASK, _("Choose…"))] if match.choice == ASK else []
    options += [(f"p{one.pk}", _described(one.person)) for one in match.participants]
    options += [
        (f"k{one.pk}", labelled(_("From another session"), _described(one))) for one in match.people
    ]
    return [
        *options,
        (NEW, _("A new participant")),
        (COUNT, _("Leave out, but count")),
        (LEAVE, _("Leave out, do not count")),
    ]


def _described(person: Person) -> str:
    return " · ".join(filter(None, (person.name, str(person.city or ""), person.email)))


def _why(match: PersonMatch) -> str:
    return {
        Why.REMEMBERED: _("as it was decided before"),
        Why.ADDRESS: _("by the e-mail address"),
        Why.NAME: _("by the name"),
        Why.SEVERAL: _("several have this name"),
        Why.SIMILAR: _("a similar name is known"),
        Why.UNKNOWN: _("nobody known has this name"),
        Why.SHORT: _("was there for too short a time"),
    }[match.why]
