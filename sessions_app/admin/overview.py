"""A session at a glance: what belongs to it, how much of it, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Contribution
from llex.core.languages.phrases import join_items
from llex.core.mail.models import MailState
from llex.core.time_zones.moments import short_moment
from sessions_app.models import LearningSession, Participant

# So many lines fit into a card; the rest is behind its link.
_LINES = 5


@dataclass(frozen=True)
class OverviewLine:
    """A line of a card."""

    text: str
    address: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Card:
    """One kind of thing that belongs to the session."""

    title: str
    count: int
    address: str
    add: str = ""
    lines: list[OverviewLine] = field(default_factory=list)
    states: list[OverviewLine] = field(default_factory=list)
    # The lines are those that need attention, not the first of all.
    is_excerpt: bool = False

    @property
    def more(self) -> int:
        """Return how many are not among the lines."""
        if self.is_excerpt:
            return 0
        return max(0, self.count - len(self.lines)) if self.lines else 0


def overview(session: LearningSession, user: Any) -> list[Card]:
    """Return the cards of a session that *user* may see; a constant number of queries."""
    makers = {
        "sessions_app.view_participant": _participants,
        "cities.view_contribution": _contributions,
        "priorities.view_consultation": _consultations,
        "sessions_app.view_visiontheme": _themes,
        "sessions_app.view_quote": _quotes,
        "sessions_app.view_edition": _editions,
        "llex.view_mail": _mails,
    }
    return [make(session, user) for permission, make in makers.items() if user.has_perm(permission)]


def _participants(session: LearningSession, user: Any) -> Card:
    counts = _count_by(session.participants.all(), "role")
    listed = session.participants.listed().count()
    roles = [
        OverviewLine(
            str(label), _list("sessions_app_participant", session, role=role), str(counts[role])
        )
        for role, label in Participant.Role.choices
        if role in counts
    ]
    agreed = ngettext("%(count)s agrees to be listed", "%(count)s agree to be listed", listed)
    return Card(
        _("Participants"),
        sum(counts.values()),
        _list("sessions_app_participant", session),
        _add("sessions_app_participant", session, user, "sessions_app.add_participant"),
        lines=[],
        states=[*roles, *([OverviewLine(agreed % {"count": listed})] if counts else [])],
    )


def _contributions(session: LearningSession, user: Any) -> Card:
    rows = session.contributions.select_related("city").order_by("order", "pk")[:_LINES]
    counts = _count_by(session.contributions.all(), "state")
    states = [
        OverviewLine(
            str(label), _list("cities_contribution", session, state=state), str(counts[state])
        )
        for state, label in Contribution.State.choices
        if state in counts
    ]
    missing = sum(counts.get(state, 0) for state in ("invited", "draft", "changes_requested"))
    if missing and user.has_perm("cities.view_invitation"):
        board = reverse("admin:sessions_app_learningsession_board", args=[session.pk])
        states.append(OverviewLine(_("not answered"), f"{board}?state=missing", str(missing)))
    return Card(
        _("Contributions"),
        sum(counts.values()),
        _list("cities_contribution", session),
        _add("cities_contribution", session, user, "cities.add_contribution"),
        [
            OverviewLine(
                str(row.city), _change("cities_contribution", row), row.get_state_display()
            )
            for row in rows
        ],
        states,
    )


def _consultations(session: LearningSession, user: Any) -> Card:
    rows = list(session.consultations.annotate(cast=Count("ballots")))
    ballots = [
        ngettext("%(count)s ballot", "%(count)s ballots", row.cast) % {"count": row.cast}
        for row in rows
    ]
    return Card(
        _("Consultation"),
        len(rows),
        _list("priorities_consultation", session),
        _add("priorities_consultation", session, user, "priorities.add_consultation"),
        [
            OverviewLine(
                str(row),
                _change("priorities_consultation", row),
                join_items([row.get_state_display(), cast]),
            )
            for row, cast in zip(rows, ballots, strict=True)
        ],
    )


def _themes(session: LearningSession, user: Any) -> Card:
    rows = list(session.themes.annotate(made_of=Count("points")))
    return Card(
        _("Vision themes"),
        len(rows),
        _list("sessions_app_visiontheme", session),
        _add("sessions_app_visiontheme", session, user, "sessions_app.add_visiontheme"),
        [
            OverviewLine(
                str(row),
                _change("sessions_app_visiontheme", row),
                ngettext("%(count)s key point", "%(count)s key points", row.made_of)
                % {"count": row.made_of},
            )
            for row in rows[:_LINES]
        ],
    )


def _quotes(session: LearningSession, user: Any) -> Card:
    rows = list(session.quotes.select_related("speaker__person"))
    return Card(
        _("Quotes"),
        len(rows),
        _list("sessions_app_quote", session),
        _add("sessions_app_quote", session, user, "sessions_app.add_quote"),
        [
            OverviewLine(
                str(row.speaker),
                _change("sessions_app_quote", row),
                _("cleared") if row.is_cleared else _("not cleared"),
            )
            for row in rows[:_LINES]
        ],
    )


def _editions(session: LearningSession, user: Any) -> Card:
    rows = list(session.editions.all())
    return Card(
        _("Editions"),
        len(rows),
        _list("sessions_app_edition", session),
        lines=[
            OverviewLine(
                _("Edition %(number)s") % {"number": row.number},
                _change("sessions_app_edition", row),
                short_moment(row.published_at, session.time_zone),
            )
            for row in rows[:_LINES]
        ],
    )


def _mails(session: LearningSession, user: Any) -> Card:
    counts = _count_by(session.mails.all(), "state")
    undelivered = session.mails.undelivered().defer("text", "html").order_by("-created_at", "-pk")
    return Card(
        _("E-mails"),
        sum(counts.values()),
        _list("llex_mail", session),
        lines=[
            OverviewLine(mail.recipient, _change("llex_mail", mail), mail.get_state_display())
            for mail in undelivered[:_LINES]
        ],
        states=[
            OverviewLine(str(label), _list("llex_mail", session, state=state), str(counts[state]))
            for state, label in MailState.choices
            if state in counts
        ],
        is_excerpt=True,
    )


def _count_by(rows: Any, name: str) -> dict[str, int]:
    counted: Iterable[tuple[str, int]] = (
        rows.order_by().values_list(name).annotate(number=Count("pk"))
    )
    return dict(counted)


def _list(name: str, session: LearningSession, **filters: str) -> str:
    exact = {f"{field}__exact": value for field, value in filters.items()}
    query = urlencode({"session__id__exact": session.pk, **exact})
    return f"{reverse(f'admin:{name}_changelist')}?{query}"


def _change(name: str, row: Any) -> str:
    return reverse(f"admin:{name}_change", args=[row.pk])


def _add(name: str, session: LearningSession, user: Any, permission: str) -> str:
    if not user.has_perm(permission):
        return ""
    return f"{reverse(f'admin:{name}_add')}?{urlencode({'session': session.pk})}"
