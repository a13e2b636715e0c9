"""The findings of the check, grouped by what to do about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.languages.numbers import number
from sessions_app.briefing.preflight.explanations import EXPLANATIONS
from sessions_app.briefing.preflight.findings import Finding, errors_in, left_out_in
from sessions_app.briefing.text_locations import Target
from sessions_app.cockpit.next_step import Step
from sessions_app.cockpit.task_buttons import TaskButton


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding, and the address of what is to be edited, or nothing."""

    finding: Finding
    address: str


@dataclass(frozen=True, slots=True)
class FindingTask:
    """Findings about which the same is to be done, and the *button* that does it, if any.

    *why* it matters, and how sure the findings are, are empty where that is plain.
    """

    title: str
    lines: list[FindingLine]
    button: Step | None = None
    why: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """One part of the check: left out, stopping, or worth a look."""

    title: str
    style: str
    tasks: list[FindingTask]

    @property
    def count(self) -> int:
        """Return the number of findings."""
        return sum(len(task.lines) for task in self.tasks)


def finding_groups(
    findings: Sequence[Finding], addresses: Mapping[Target, str], button: TaskButton
) -> list[FindingGroup]:
    """Return the parts of the check that have any finding: cities left out come first.

    *button* makes the button of findings about which the same is to be done.
    """
    left_out = left_out_in(findings)
    rest = [one for one in findings if not one.is_left_out]
    stopping = errors_in(rest)
    looking = [one for one in rest if one not in stopping]
    cities = [FindingTask("", _lines(left_out, addresses))] if left_out else []
    parts = (
        FindingGroup(str(_("Cities that will not be in the note")), "omitted", cities),
        FindingGroup(
            str(_("Things that stop the note")), "stopping", _tasks(stopping, addresses, button)
        ),
        FindingGroup(str(_("Worth a look")), "looking", _tasks(looking, addresses, button)),
    )
    return [part for part in parts if part.tasks]


def verdict(cities: int, findings: Sequence[Finding]) -> str:
    """Return whether the note can be published and is complete, in a sentence or two.

    *cities* is the number of contributions to the session.
    """
    missing = len([one for one in left_out_in(findings) if one.code != "no_city"])
    stopping = len(errors_in(findings))
    sentences = []
    if missing:
        text = ngettext(
            "As it stands, %(missing)s city of the session would not be in the note.",
            "As it stands, %(missing)s cities of the session would not be in the note.",
            missing,
        )
        sentences.append(text % {"missing": number(missing)})
    if stopping:
        text = ngettext(
            "%(count)s thing stops the note.", "%(count)s things stop the note.", stopping
        )
        sentences.append(text % {"count": number(stopping)})
    elif not missing and cities:
        text = ngettext(
            "The city of the session is in the note, and nothing stops it.",
            "All %(count)s cities of the session are in the note, and nothing stops it.",
            cities,
        )
        sentences.append(text % {"count": number(cities)})
    elif not missing:
        sentences.append(str(_("The session has no cities yet. Nothing else stops the note.")))
    else:
        sentences.append(str(_("Nothing else stops the note.")))
    return " ".join(sentences)


def _tasks(
    findings: Sequence[Finding], addresses: Mapping[Target, str], button: TaskButton
) -> list[FindingTask]:
    by_title: dict[str, list[Finding]] = {}
    for finding in findings:
        by_title.setdefault(str(EXPLANATIONS[finding.code].mend), []).append(finding)
    return [_task(title, found, addresses, button) for title, found in by_title.items()]


def _task(
    title: str, found: list[Finding], addresses: Mapping[Target, str], button: TaskButton
) -> FindingTask:
    explanation = EXPLANATIONS[found[0].code]
    why = str(explanation.why)
    certainty = explanation.certainty_label if why else ""
    return FindingTask(title, _lines(found, addresses), button(found), why, certainty)


def _lines(findings: Sequence[Finding], addresses: Mapping[Target, str]) -> list[FindingLine]:
    return [
        FindingLine(one, addresses.get(one.target, "") if one.target else "") for one in findings
    ]
