"""Casting a ballot: one small transaction, committed before anybody is told that it was received.

A first ballot on PostgreSQL is one statement that does everything or nothing: it locks the
consultation FOR SHARE while it is open, writes the ballot and all ratings, and checks on the way
that the items and scores are those of this consultation. Closing is an UPDATE of the same row, so
the two wait for each other: a ballot that crosses the closing is either counted or refused.

Whatever that statement does not do (a ballot that is changed, words, a closed hall, SQLite, and
all refusals) goes the way of `_write`, which tells what is wrong. A changed ballot needs a second
statement: what another tab wrote a moment ago is only visible to one that begins after the ballot
is locked, and ratings of the two would mix otherwise.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
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
from priorities.models import Ballot, Consultation, Rating, VotingLink, Word, WordAnswer
from priorities.voting.answers import Answers, Refused, checked, refuse_empty
from priorities.words.merging import join_those_alike

# What a score column holds at most; the consultation's own scale is asked in the statement.
_HIGHEST: Final = 10
# What an organiser's rehearsal is cast in; everything else needs an open consultation.
_STATE: Final = {Ballot.Origin.REHEARSAL: Consultation.State.DRAFT}


class NotTakingVotes(Refused):
    """The consultation is not open: a draft, paused or closed."""


class NoLink(Refused):
    """A closed hall, and no link that gives a vote in it."""


class LinkSpent(NoLink):
    """A link that somebody has voted with, from another browser or before cookies were removed."""


@dataclass(frozen=True, slots=True)
class Voter:
    """Who casts: a random key that only the browser knows, and nothing about a person.

    *link* is the digest of a one-person link where the hall is closed.
    """

    key: str
    language: str
    origin: str = Ballot.Origin.PHONE
    link: str = ""


def make_key() -> str:
    """Return a new voter key: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def cast(code: str, voter: Voter, answers: Answers) -> datetime:
    """Store the one ballot of *voter* in the consultation *code*, in place of an earlier one.

    Return when; it is committed then. Raise Consultation.DoesNotExist where there is no such code,
    and a Refused, with nothing stored, where the ballot cannot be taken.
    """
    moment = now()
    simple = voter.origin == Ballot.Origin.PHONE and not voter.link and not answers.words
    if connection.vendor == "postgresql" and simple:
        key = _write_first(code, voter, answers, moment)
    else:
        key = None
    if key is None:
        key = _write(code, voter, answers, moment)
    transaction.on_commit(partial(notify.changed, key))
    return moment


def take_back(code: str, key: str) -> bool:
    """Remove the ballot that a clerk has entered under *key*; tell whether there was one.

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


_FIRST: Final = """
WITH hall AS (
    SELECT id FROM priorities_consultation
    WHERE code = %(code)s AND state = 'open' AND kind = 'ratings' AND NOT is_closed_hall
        AND %(low)s >= 1 AND %(high)s <= scale
    FOR SHARE
), given AS (
    SELECT item.id, answer.score
    FROM unnest(%(items)s::bigint[], %(scores)s::smallint[]) AS answer (item, score)
    JOIN priorities_consultationitem item ON item.id = answer.item
    JOIN hall ON hall.id = item.consultation_id
), ballot AS (
    INSERT INTO priorities_ballot (consultation_id, voter_key, language, origin, cast_at)
    SELECT hall.id, %(key)s, %(language)s, %(origin)s, %(moment)s FROM hall
    WHERE (SELECT count(*) FROM given) = %(count)s
    ON CONFLICT (consultation_id, voter_key) DO NOTHING
    RETURNING id, consultation_id
), rating AS (
    INSERT INTO priorities_rating (ballot_id, item_id, score)
    SELECT ballot.id, given.id, given.score FROM ballot, given
)
SELECT consultation_id FROM ballot
"""


def _write_first(code: str, voter: Voter, answers: Answers, moment: datetime) -> int | None:
    """Write a sound first ballot in one statement; return the consultation's key, else None."""
    ratings = answers.ratings
    if not ratings:
        return None
    scores = [score for score in ratings.values() if score is not None]
    if not all(0 < number < 2**63 for number in ratings) or not all(
        0 < score <= _HIGHEST for score in scores
    ):
        return None
    values: dict[str, Any] = {
        "code": code,
        "low": min(scores, default=1),
        "high": max(scores, default=1),
        "items": list(ratings),
        "scores": list(ratings.values()),
        "count": len(ratings),
        "key": voter.key,
        "language": voter.language,
        "origin": voter.origin,
        "moment": moment,
    }
    with prepared_cursor() as cursor:
        cursor.execute(_FIRST, values)
        row = cursor.fetchone()
    return row[0] if row else None


@transaction.atomic
def _write(code: str, voter: Voter, answers: Answers, moment: datetime) -> int:
    """Write a ballot in place of an earlier one, or raise what is wrong; a few statements."""
    hall = _lock(code)
    if hall.state != _STATE.get(Ballot.Origin(voter.origin), Consultation.State.OPEN):
        raise NotTakingVotes(not_taking_votes(hall))
    words = checked(hall, answers)
    if hall.is_closed_hall:
        _spend(hall, voter)
    refuse_empty(hall, answers, words)
    (ballot,) = Ballot.objects.bulk_create(
        [
            Ballot(
                consultation=hall,
                voter_key=voter.key,
                language=voter.language,
                origin=voter.origin,
                cast_at=moment,
            )
        ],
        update_conflicts=True,
        unique_fields=["consultation", "voter_key"],
        update_fields=["language", "cast_at"],
    )
    if hall.kind == Consultation.Kind.WORDS:
        _write_words(hall, ballot, words)
    else:
        _write_ratings(ballot, answers.ratings)
    return hall.pk


def _lock(code: str) -> Consultation:
    """Return the consultation, held as it is until the transaction ends.

    SQLite has one writer at a time. In a closed hall voters come one after the other: see `_spend`.
    """
    hall = Consultation.objects.only("state", "kind", "scale", "is_closed_hall").get(code=code)
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
    """Say why no ballot can be cast now."""
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


def _write_ratings(ballot: Ballot, ratings: Mapping[int, int | None]) -> None:
    ballot.ratings.exclude(item_id__in=ratings).delete()
    Rating.objects.bulk_create(
        [Rating(ballot=ballot, item_id=item, score=score) for item, score in ratings.items()],
        update_conflicts=True,
        unique_fields=["ballot", "item"],
        update_fields=["score"],
    )


def _write_words(hall: Consultation, ballot: Ballot, texts: Sequence[str]) -> None:
    # In one order for all voters, so that two who give the same words wait and never deadlock.
    new = [Word(consultation=hall, text=text) for text in sorted(texts)]
    Word.objects.bulk_create(new, ignore_conflicts=True)
    words = {word.text: word for word in hall.words.filter(text__in=texts)}
    join_those_alike(hall, words.values())
    ballot.word_answers.all().delete()
    WordAnswer.objects.bulk_create(WordAnswer(ballot=ballot, word=words[text]) for text in texts)
