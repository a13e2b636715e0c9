"""The one thing to do next for a session, and what comes after it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Contribution
from llex.core.languages.numbers import number
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.briefing.preflight.findings import (
    NOT_APPROVED,
    Finding,
    errors_in,
    unapproved_in,
)
from sessions_app.cockpit.city_lines import CityLine
from sessions_app.models import LearningSession, ReviewLink
from sessions_app.models.speakers import invitation_of

State = Contribution.State


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: a *sentence* without its full stop, the *button* that leads to it.

    Where it *acts*, the button does it by POST of *fields*, and *remark* says what that means.
    """

    sentence: str
    button: str
    address: str
    acts: bool = False
    fields: Sequence[tuple[str, str]] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The first thing to do, or None, and what follows."""

    first: Step | None
    then: list[Step]


def next_step(
    rows: NoteRows,
    lines: Sequence[CityLine],
    findings: Sequence[Finding],
    comments: Mapping[str, int],
    *,
    is_published: bool,
) -> NextStep:
    """Return what to do next: the steps in the order of an evening, those that are due.

    *comments* are the numbers of open comments on the draft, by the role of their writers.
    *is_published* says that the current edition is the note as it is now.
    """
    steps = list(due_steps(rows, lines, findings, comments, is_published=is_published))
    return NextStep(steps[0], steps[1:3]) if steps else NextStep(None, [])


def due_steps(
    rows: NoteRows,
    lines: Sequence[CityLine],
    findings: Sequence[Finding],
    comments: Mapping[str, int],
    *,
    is_published: bool,
) -> Iterator[Step]:
    """Yield what is to be done now, in the order of an evening; nothing for a cancelled session."""
    session = rows.session
    if session.is_cancelled:
        return
    has_ended = now() >= session.ends_at
    if not session.is_announced and not has_ended:
        yield Step(
            _("Announce the session"),
            _("Announce"),
            _admin("announce", session),
            acts=True,
            fields=[("_form_submitted", "True")],
            remark=_("From now on the public sees the session. Drafts of its note stay private."),
        )
    yield from _invitations(lines, session)
    yield from _reviews(lines)
    yield from _drafts(lines, session)
    yield from _waiting(lines, session)
    yield from _comments(comments)
    yield from _speakers(session)
    if has_ended or is_published or any(not line.is_out for line in lines):
        yield from _consents(rows)
        yield from _translations(lines, session)
        yield from _errors(findings)
    if has_ended and not is_published:
        yield from _note_approvals(findings, session)
    if has_ended and not is_published and rows.printed:
        yield Step(_("Publish the note"), _("Publish"), _admin("publish", session))


def _invitations(lines: Sequence[CityLine], session: LearningSession) -> Iterator[Step]:
    """Yield what to do about cities to which no one has written, or where there are no cities."""
    address = _admin("invite_cities", session)
    if not lines:
        yield Step(_("Invite the cities"), _("Invite cities"), address)
    waiting = [
        one.contribution.city_id
        for one in lines
        if one.contribution.state == State.INVITED and not one.is_invited
    ]
    if waiting:
        text = ngettext("Invite %(count)s city", "Invite %(count)s cities", len(waiting))
        query = urlencode({"cities": waiting}, doseq=True)
        sentence = text % {"count": number(len(waiting))}
        yield Step(sentence, _("Invite cities"), f"{address}?{query}")


def _drafts(lines: Iterable[CityLine], session: LearningSession) -> Iterator[Step]:
    """Yield what to do about drafts that organisers wrote for cities."""
    drafts = [
        one.contribution.pk
        for one in lines
        if one.contribution.is_entered  # type: ignore[attr-defined]
    ]
    if drafts:
        text = ngettext(
            "Accept %(count)s contribution that you entered for its city",
            "Accept %(count)s contributions that you entered for their cities",
            len(drafts),
        )
        yield Step(
            text % {"count": number(len(drafts))},
            _("Accept"),
            _admin("act_on_cities", session),
            acts=True,
            fields=[("action", "accept"), *(("contribution", str(key)) for key in drafts)],
            remark=_("They were written by organisers: what was brought in is what is printed."),
        )


def _reviews(lines: Iterable[CityLine]) -> Iterator[Step]:
    submitted = [one.contribution for one in lines if one.contribution.state == State.SUBMITTED]
    if submitted:
        text = ngettext(
            "Accept %(count)s contribution", "Accept %(count)s contributions", len(submitted)
        )
        address = reverse("admin:cities_contribution_review", args=[submitted[0].pk])
        yield Step(text % {"count": number(len(submitted))}, _("Read and accept"), address)


def _waiting(lines: Iterable[CityLine], session: LearningSession) -> Iterator[Step]:
    silent = [one for one in lines if one.contribution.awaits_city and one.is_invited]
    due = session.contributions_due_at or session.starts_at
    if silent and now() >= due:
        text = ngettext(
            "Remind %(count)s city that has not answered",
            "Remind %(count)s cities that have not answered",
            len(silent),
        )
        sentence = text % {"count": number(len(silent))}
        yield Step(sentence, _("See who is missing"), _admin("board", session))


def _comments(comments: Mapping[str, int]) -> Iterator[Step]:
    """Yield what to do about comments on the draft."""
    count = sum(comments.values())
    if not count:
        return
    if comments.get(ReviewLink.Role.CHAIR) == count:
        text = ngettext(
            "Answer %(count)s comment of the chair", "Answer %(count)s comments of the chair", count
        )
    else:
        text = ngettext(
            "Answer %(count)s comment on the draft", "Answer %(count)s comments on the draft", count
        )
    yield Step(text % {"count": number(count)}, _("Read and answer"), "#draft-readers")


def _speakers(session: LearningSession) -> Iterator[Step]:
    """Yield what to do about the answers of speakers, and about what they sent."""
    invited = filter(None, map(invitation_of, session.participants.all()))
    if count := sum(one.has_news for one in invited):
        text = ngettext(
            "Look at what is new from %(count)s speaker",
            "Look at what is new from %(count)s speakers",
            count,
        )
        sentence = text % {"count": number(count)}
        yield Step(sentence, _("To the speakers"), _admin("speakers", session))


def _consents(rows: NoteRows) -> Iterator[Step]:
    if count := len(rows.unconsented):
        text = ngettext("Record %(count)s consent", "Record %(count)s consents", count)
        yield Step(text % {"count": number(count)}, _("To the cities"), "#cities")


def _translations(lines: Iterable[CityLine], session: LearningSession) -> Iterator[Step]:
    count = sum(one.open for line in lines for one in line.languages)
    if count:
        text = ngettext("Translate %(count)s text", "Translate %(count)s texts", count)
        sentence = text % {"count": number(count)}
        yield Step(sentence, _("To the translations"), _admin("translations", session))


def _errors(findings: Sequence[Finding]) -> Iterator[Step]:
    known = {"no_consent", "missing_language", "outdated_translation", "no_city", NOT_APPROVED}
    count = sum(one.code not in known for one in errors_in(findings))
    if count:
        text = ngettext(
            "Mend %(count)s thing that stops the note",
            "Mend %(count)s things that stop the note",
            count,
        )
        yield Step(text % {"count": number(count)}, _("See the check"), "#check")


def _note_approvals(findings: Sequence[Finding], session: LearningSession) -> Iterator[Step]:
    """Yield the approval by a second person, where it is required and missing."""
    if count := len(unapproved_in(findings)):
        text = ngettext(
            "Have %(count)s language approved by a second person",
            "Have %(count)s languages approved by a second person",
            count,
        )
        sentence = text % {"count": number(count)}
        yield Step(sentence, _("To the approval"), _admin("note_approval", session))


def _admin(name: str, session: LearningSession) -> str:
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])
