"""Casting a ballot: one small transaction, committed before its receipt is acknowledged.

A first ballot on PostgreSQL is one statement that does everything or nothing: it locks the
consultation FOR SHARE while it is open, writes the ballot and all its answers, and checks in the
same step that they are answers to this consultation (`QuestionKind.first_ballot`). Closing is an
UPDATE of the same row, so the two wait for each other: a ballot that crosses the closing is either
counted or refused.

`_write` does the rest (a ballot that is changed, words, a closed hall, SQLite, and all refusals)
and raises what is wrong. A changed ballot needs a second statement: the answers that another tab
wrote a moment ago are visible only to a statement that begins after the ballot is locked, and the
answers of the two would mix otherwise.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from llex.core.db.prepared import prepared_cursor
from priorities.live import notify
from priorities.models import Ballot, Consultation, VotingLink
from priorities.questions.registry import all_kinds, kind_named, kind_of
from priorities.voting.answers import Answers, Refused, check, refuse_empty

# What an organiser's rehearsal is cast in; everything else needs an open consultation.
_STATE: Final = {Ballot.Origin.REHEARSAL: Consultation.State.DRAFT}


class NotTakingVotes(Refused):
    """The consultation is not open: a draft, paused or closed."""


class NoLink(Refused):
    """A consultation for holders of links, and no link that gives a vote in it."""


class LinkSpent(NoLink):
    """A link that was used to vote, from another browser or before cookies were removed."""


@dataclass(frozen=True, slots=True)
class Voter:
    """The sender of a ballot: a random key that only the browser knows, no personal data.

    *link* is the digest of a one-person link where the hall is closed; *region* is kept where the
    consultation asks for it.
    """

    key: str
    language: str
    origin: str = Ballot.Origin.PHONE
    link: str = ""
    region: str = ""


def make_key() -> str:
    """Return a new voter key: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def cast(code: str, voter: Voter, answers: Answers) -> datetime:
    """Store the one ballot of *voter* in the consultation *code*, in place of an earlier one.

    Return the time at which it was committed. Raise Consultation.DoesNotExist for an unknown code,
    and a Refused, with nothing stored, if the ballot cannot be taken.
    """
    moment = now()
    simple = voter.origin == Ballot.Origin.PHONE and not voter.link
    if connection.vendor == "postgresql" and simple:
        key = _write_first(code, voter, answers, moment)
    else:
        key = None
    if key is None:
        key = _write(code, voter, answers, moment)
    transaction.on_commit(partial(notify.changed, key))
    return moment


def take_back(code: str, key: str) -> bool:
    """Remove the ballot that a clerk has entered under *key*; return whether there was one.

    Raise NotTakingVotes unless the consultation is open: what is closed has been counted.
    """
    with transaction.atomic():
        hall = _lock(code)
        if hall.state != Consultation.State.OPEN:
            raise NotTakingVotes(not_taking_votes(hall))
        entered = hall.ballots.filter(voter_key=key, origin=Ballot.Origin.CLERK)
        count, _kinds = entered.delete()
        transaction.on_commit(partial(notify.changed, hall.pk))
    return count > 0


def _write_first(code: str, voter: Voter, answers: Answers, moment: datetime) -> int | None:
    """Write a valid first ballot in one statement; return the consultation's key, else None."""
    if len(answers) != 1:
        return None
    ((kind, given),) = answers.items()
    statement = kind_named(kind).first_ballot(given)
    if statement is None:
        return None
    values: dict[str, Any] = {
        "code": code,
        "key": voter.key,
        "language": voter.language,
        "origin": voter.origin,
        "region": voter.region,
        "moment": moment,
    }
    with prepared_cursor() as cursor:
        cursor.execute(statement.sql, values | statement.values)
        row = cursor.fetchone()
    return row[0] if row else None


@transaction.atomic
def _write(code: str, voter: Voter, answers: Answers, moment: datetime) -> int:
    """Write a ballot in place of an earlier one, or raise what is wrong; a few statements."""
    hall = _lock(code)
    if hall.state != _STATE.get(Ballot.Origin(voter.origin), Consultation.State.OPEN):
        raise NotTakingVotes(not_taking_votes(hall))
    checked = check(hall, answers)
    if hall.is_closed_hall:
        _spend(hall, voter)
    refuse_empty(hall, checked)
    (ballot,) = Ballot.objects.bulk_create(
        [
            Ballot(
                consultation=hall,
                voter_key=voter.key,
                language=voter.language,
                origin=voter.origin,
                region=voter.region if hall.asks_region else "",
                cast_at=moment,
            )
        ],
        update_conflicts=True,
        unique_fields=["consultation", "voter_key"],
        update_fields=["language", "region", "cast_at"],
    )
    kind_of(hall).write(hall, ballot, checked)
    return hall.pk


def _lock(code: str) -> Consultation:
    """Return the consultation, held as it is until the transaction ends.

    SQLite has one writer at a time. In a closed hall voters come one after the other: see `_spend`.
    """
    settings = [name for kind in all_kinds() for name in kind.settings]
    rows = Consultation.objects.only("state", "kind", "is_closed_hall", "asks_region", *settings)
    hall = rows.get(code=code)
    if connection.vendor == "postgresql":
        strength = "UPDATE" if hall.is_closed_hall else "SHARE"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT state FROM priorities_consultation WHERE id = %s FOR {strength}",  # noqa: S608
                [hall.pk],
            )
            (hall.state,) = cursor.fetchone()
    return hall


def not_taking_votes(hall: Consultation) -> str:
    """Return why no ballot can be cast now."""
    return {
        Consultation.State.DRAFT: _("Voting has not begun yet."),
        Consultation.State.PAUSED: _("Voting is paused for a moment."),
        Consultation.State.CLOSED: _("Voting has ended."),
    }.get(Consultation.State(hall.state), _("A rehearsal is possible before voting begins only."))


def _spend(hall: Consultation, voter: Voter) -> None:
    """Spend the voter's link, unless the ballot is only changed. Raise NoLink or LinkSpent.

    Every link of the hall is written again, so that not even the versions of rows that a database
    keeps tell which link was spent together with which ballot.
    """
    if hall.ballots.filter(voter_key=voter.key).exists():
        return
    if problem := link_problem(hall.pk, voter.link):
        raise problem
    spent = ExpressionWrapper(
        Q(is_spent=True) | Q(token_digest=voter.link), output_field=BooleanField()
    )
    hall.links.update(is_spent=spent)


def link_problem(hall: int, link: str) -> NoLink | None:
    """Return why the link with this digest gives no vote in a closed hall, or None; one query."""
    links = VotingLink.objects.filter(consultation=hall, token_digest=link)
    is_spent = links.values_list("is_spent", flat=True).first() if link else None
    if is_spent is None:
        return NoLink(_("In this hall everybody votes with a link of their own."))
    if is_spent:
        return LinkSpent(_("This link has been used to vote already. It gives one vote."))
    return None
