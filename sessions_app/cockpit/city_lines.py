"""The cities of a session in one table, in the order of print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from cities.models import Contribution, Invitation, WordingStanding
from cities.wording.approval import overall_state
from llex.core.languages.translation_marks import text_in
from llex.core.time_zones.moments import short_moment
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.cockpit.text_states import LanguageState, Marks, city_states
from sessions_app.models import LearningSession

State = Contribution.State

_NEXT: Final[dict[str, Any]] = {
    State.INVITED: pgettext_lazy("a contribution", "waits for the city"),
    State.DRAFT: pgettext_lazy("a contribution", "not submitted yet"),
    State.SUBMITTED: pgettext_lazy("a contribution", "waits for you"),
    State.CHANGES_REQUESTED: pgettext_lazy("a contribution", "waits for the city"),
    State.ACCEPTED: pgettext_lazy("a contribution", "in the note"),
    State.WITHDRAWN: pgettext_lazy("a contribution", "stays out"),
    State.DECLINED: pgettext_lazy("a contribution", "stays out"),
}
_ENDED: Final = frozenset({State.WITHDRAWN, State.DECLINED})


@dataclass(frozen=True, slots=True)
class TableCell:
    """The text of a cell, and a *remark* below it. *style*: "", "waits", "stops" or "mute"."""

    text: str
    remark: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class InvitationSummary:
    """The invitations to a contribution: how many are valid, and when something last happened."""

    valid: int = 0
    sent: datetime | None = None
    reminded: datetime | None = None
    opened: datetime | None = None


@dataclass(frozen=True, slots=True)
class CityLine:
    """A row of the table."""

    contribution: Contribution
    number: int
    representative: TableCell
    state: TableCell
    consent: TableCell
    approval: TableCell
    languages: list[LanguageState]
    news: TableCell
    # Whether an invitation to write for it was made, and not revoked.
    is_invited: bool

    @property
    def is_out(self) -> bool:
        """Return whether the note is without the city as things are."""
        return not self.contribution.is_printed


def city_lines(
    rows: NoteRows, marks: Marks, invited: Mapping[int, InvitationSummary] | None = None
) -> list[CityLine]:
    """Return the table's rows. One query, unless *invited* are the `invitation_summaries`."""
    if invited is None:
        invited = invitation_summaries([rows.session])
    return [
        _line(number, contribution, rows, marks, invited.get(contribution.pk, InvitationSummary()))
        for number, contribution in enumerate(rows.contributions, start=1)
    ]


def _line(
    number: int,
    contribution: Contribution,
    rows: NoteRows,
    marks: Marks,
    invited: InvitationSummary,
) -> CityLine:
    return CityLine(
        contribution=contribution,
        number=number,
        representative=_representative(contribution, rows.session),
        state=_state(contribution, is_invited=bool(invited.valid)),
        consent=_consent(contribution, rows),
        approval=_approval(contribution, rows),
        languages=(
            city_states(contribution, rows.session.languages, marks)
            if contribution.is_printed
            else []
        ),
        news=_news(contribution, rows.session, invited),
        is_invited=bool(invited.valid),
    )


def _representative(contribution: Contribution, session: LearningSession) -> TableCell:
    person = contribution.representative
    if person is None:
        name = contribution.representative_name
        position = contribution.representative_position
    else:
        name = str(person)
        position = next(
            (
                text
                for one in session.participants.all()
                if one.person_id == person.pk
                for code in session.languages
                if (text := text_in(one, "position", code))
            ),
            contribution.representative_position,
        )
    return TableCell(name, position) if name else TableCell(_("no one yet"), style="mute")


def _state(contribution: Contribution, *, is_invited: bool) -> TableCell:
    state = contribution.state
    style = "waits" if state not in (State.ACCEPTED, *_ENDED) else ""
    is_alone = state == State.INVITED and not is_invited
    remark = _("no one is invited yet") if is_alone else str(_NEXT[state])
    return TableCell(contribution.get_state_display(), remark, style)


def _consent(contribution: Contribution, rows: NoteRows) -> TableCell:
    if contribution.consented_at:
        given = short_moment(contribution.consented_at, rows.session.time_zone)
        how = contribution.get_consent_source_display() if contribution.consent_source else ""
        return TableCell(_("given"), " · ".join(filter(None, [str(how), given])))
    if contribution.state in _ENDED:
        return TableCell("–", style="mute")
    if contribution.is_printed and contribution.pk not in rows.answerable:
        # Imported from a note that was printed elsewhere, or typed by organisers.
        return TableCell(pgettext("consent", "not needed"), style="mute")
    if contribution.is_printed:
        return TableCell(pgettext("consent", "missing"), _("stops the note"), "stops")
    return TableCell(pgettext("consent", "none yet"), style="mute")


def _approval(contribution: Contribution, rows: NoteRows) -> TableCell:
    if not contribution.is_printed:
        return TableCell("–", style="mute")
    if contribution.pk not in rows.answerable:
        return TableCell(pgettext("approval", "not needed"), style="mute")
    standing = overall_state(contribution.wording_standings)
    zone = rows.session.time_zone
    if standing == WordingStanding.APPROVED and (moment := contribution.wording_approved_at):
        return TableCell(str(standing.label), short_moment(moment, zone))
    asked = contribution.wording_sent_at
    remark = short_moment(asked, zone) if asked and standing == WordingStanding.SENT else ""
    return TableCell(str(standing.label), remark, "waits")


def _news(
    contribution: Contribution, session: LearningSession, invited: InvitationSummary
) -> TableCell:
    """Return what happened last."""
    found = [(moment, text) for moment, text in _events(contribution, invited) if moment]
    if not found:
        return TableCell("–", style="mute")
    moment, text = max(found, key=lambda one: one[0])
    return TableCell(text, short_moment(moment, session.time_zone))


def _events(
    contribution: Contribution, invited: InvitationSummary
) -> Iterable[tuple[datetime | None, str]]:
    source = Contribution.ConsentSource
    by_form = contribution.consent_source in ("", source.FORM)
    return (
        (invited.sent, pgettext("news of a contribution", "invitation sent")),
        (invited.reminded, pgettext("news of a contribution", "reminder sent")),
        (invited.opened, pgettext("news of a contribution", "link opened")),
        (contribution.draft_saved_at, pgettext("news of a contribution", "the city wrote")),
        (contribution.submitted_at, pgettext("news of a contribution", "submitted")),
        (contribution.accepted_at, pgettext("news of a contribution", "accepted")),
        (
            None if by_form else contribution.consented_at,
            pgettext("news of a contribution", "consent given"),
        ),
        (contribution.wording_sent_at, pgettext("news of a contribution", "asked for approval")),
        (contribution.wording_approved_at, pgettext("news of a contribution", "text approved")),
        (contribution.withdrawn_at, pgettext("news of a contribution", "withdrawn")),
    )


def invitation_summaries(sessions: Iterable[LearningSession]) -> dict[int, InvitationSummary]:
    """Return the summary of those contributions to *sessions* for which anyone was invited."""
    rows = (
        Invitation.objects.filter(contribution__session__in=list(sessions))
        .order_by()
        .values("contribution")
        .annotate(
            valid=Count("pk", filter=Q(revoked_at__isnull=True)),
            sent=Max("sent_at", filter=Q(revoked_at__isnull=True)),
            reminded=Max("reminded_at"),
            opened=Max("used_at"),
        )
        .values_list("contribution", "valid", "sent", "reminded", "opened")
    )
    return {key: InvitationSummary(*values) for key, *values in rows}
