"""The officers' dashboard: their cities, contributions, and next actions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cities.invitations import link_status, sending
from cities.models import City, Contribution, Officer
from cities.review.transitions import language_names
from cities.wording.snapshots import printed_rows
from llex.core.db.collation import InLanguageOrder
from llex.core.models import User

_State = Contribution.State

# In plain words, for somebody who does not know how we call our states.
WORDS: Final = {
    _State.INVITED: _("Invited; nothing is written yet."),
    _State.DRAFT: _("Begun, and not sent yet. What was typed is kept."),
    _State.SUBMITTED: _("Sent. The organisers are reading it; there is nothing to do."),
    _State.CHANGES_REQUESTED: _("The organisers asked for a change."),
    _State.ACCEPTED: _("Accepted: it is part of the note."),
    _State.WITHDRAWN: _("Withdrawn."),
    _State.DECLINED: _("You said that the city does not contribute this time."),
}
_TOO_LATE: Final = _("Closed: nothing was sent before the last day. What was typed is kept.")


@dataclass(frozen=True)
class NextAction:
    """The next action: the label of a button, and the name of the page behind it."""

    label: Any
    page: str
    is_urgent: bool = True


_WRITE: Final = NextAction(_("Write the contribution"), "cities:contribution_edit")
_GO_ON: Final = NextAction(_("Go on writing"), "cities:contribution_edit")
_CHANGE: Final = NextAction(_("Read their question and answer"), "cities:contribution_edit")
_APPROVE: Final = NextAction(_("Read what will be published and approve it"), "cities:wording")
_READ_WORDING: Final = NextAction(
    _("Read what will be published"), "cities:wording", is_urgent=False
)
_READ: Final = NextAction(_("Read what was sent"), "cities:contribution_edit", is_urgent=False)
_STEPS: Final = {
    _State.INVITED: _WRITE,
    _State.DRAFT: _GO_ON,
    _State.CHANGES_REQUESTED: _CHANGE,
    _State.SUBMITTED: _READ,
    _State.WITHDRAWN: _READ,
}


@dataclass(frozen=True)
class ContributionSummary:
    """A contribution as its officers see it on their dashboard."""

    contribution: Contribution

    @property
    def session(self) -> Any:
        """Return the session."""
        return self.contribution.session

    @property
    def words(self) -> Any:
        """Return the state in plain words."""
        if link_status.is_too_late(self.contribution):
            return _TOO_LATE
        if self.contribution.state == _State.ACCEPTED:
            return self._approval
        return WORDS[_State(self.contribution.state)]

    @cached_property
    def to_approve(self) -> list[str]:
        """Return the languages that wait for the city's approval."""
        return self.contribution.languages_to_approve

    @property
    def _approval(self) -> Any:
        """Return what of an accepted contribution is open, by language."""
        names = {"languages": language_names(self.to_approve)}
        following = language_names(self.contribution.languages_to_translate)
        first: Any
        if self.to_approve:
            first = _("Accepted. Waiting for your approval: %(languages)s.") % names
        elif self.contribution.is_wording_approved:
            first = _("Accepted, and you have approved what will be published.")
        else:
            first = WORDS[_State.ACCEPTED]
        if not following:
            return first
        second = _("Not translated yet: %(languages)s.") % {"languages": following}
        return f"{first} {second}"

    @property
    def step(self) -> NextAction | None:
        """Return what is next to do, or None."""
        if link_status.is_too_late(self.contribution):
            return None
        if self.contribution.state == _State.ACCEPTED:
            return _APPROVE if self.to_approve else _READ_WORDING
        return _STEPS.get(_State(self.contribution.state))

    @property
    def due(self) -> datetime | None:
        """Return until when the city's answer is awaited, in the grace time its end."""
        if not self.contribution.awaits_city or link_status.is_too_late(self.contribution):
            return None
        if self.session.is_past_due:
            return sending.closing_time(self.session)
        moment: datetime | None = self.session.contributions_due_at
        return moment

    @property
    def may_decline(self) -> bool:
        """Return whether the city may still decline to contribute."""
        open_states = (_State.INVITED, _State.DRAFT)
        return self.contribution.state in open_states and not link_status.is_too_late(
            self.contribution
        )

    @property
    def may_withdraw(self) -> bool:
        """Return whether there is anything to withdraw."""
        sent = (_State.SUBMITTED, _State.CHANGES_REQUESTED, _State.ACCEPTED)
        return self.contribution.state in sent

    @property
    def has_note(self) -> bool:
        """Return whether the session's note was published and the city may be in it."""
        brought = (_State.ACCEPTED, _State.WITHDRAWN)
        return self.contribution.state in brought and bool(self.session.editions.all())


@dataclass(frozen=True)
class CityDashboard:
    """One city of an officer: its contributions, its colleagues, and where it could contribute."""

    membership: Officer
    entries: list[ContributionSummary] = field(default_factory=list)
    colleagues: list[Officer] = field(default_factory=list)
    open_sessions: list[Any] = field(default_factory=list)

    @property
    def city(self) -> City:
        """Return the city."""
        return self.membership.city


def city_dashboards(user: User) -> list[CityDashboard]:
    """Return the cities that *user* writes for; a constant number of queries."""
    memberships = list(
        Officer.objects.writing()
        .filter(user=user)
        .select_related("city", "user")
        .order_by(InLanguageOrder("city__name"), "pk")
    )
    found = {membership.city_id: CityDashboard(membership) for membership in memberships}
    for contribution in prefetch_for_dashboard(Contribution.objects.filter(city__in=found)):
        found[contribution.city_id].entries.append(ContributionSummary(contribution))
    colleagues = Officer.objects.writing().filter(city__in=found).select_related("user")
    for colleague in colleagues.order_by(InLanguageOrder("user__name"), "pk"):
        found[colleague.city_id].colleagues.append(colleague)
    sessions = list(sessions_taking_contributions()) if found else []
    for dashboard in found.values():
        dashboard.open_sessions.extend(_not_among(dashboard.entries, sessions))
    return list(found.values())


def prefetch_for_dashboard(rows: Any) -> Any:
    """Fetch with contributions what their entries show, the latest session first."""
    return (
        rows.select_related("city", "representative", "session__series")
        .prefetch_related("session__editions", *printed_rows())
        .order_by("-session__starts_at", "pk")
    )


def sessions_taking_contributions() -> Any:
    """Return the sessions to which cities may contribute now, also those that have begun."""
    sessions: Any = Contribution._meta.get_field("session").related_model
    return sessions.objects.taking_contributions().order_by("starts_at", "pk")


def _not_among(entries: Iterable[ContributionSummary], sessions: Iterable[Any]) -> list[Any]:
    taken = {entry.session.pk for entry in entries}
    return [session for session in sessions if session.pk not in taken]
