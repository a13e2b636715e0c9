"""The rows that a note is made of and checked by, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property

from cities.models import Contribution, PolicyResponse
from cities.wording.snapshots import printed_rows
from llex.core.db.expressions import number_of
from llex.core.models import TranslationMark
from priorities.models import Ballot, Consultation, RatingProjection
from priorities.results.earlier import earlier_ratings
from sessions_app.briefing.session_texts import session_texts
from sessions_app.briefing.withdrawals import Withdrawn, quotes_left, withdrawn_from
from sessions_app.models import (
    Credit,
    Edition,
    HeadCount,
    LearningSession,
    MeetingAttendee,
    Participant,
    Quote,
)
from sessions_app.statistics.genders import speaker_genders


@dataclass
class NoteRows:
    """A session with its contributions in every state, in the order of print.

    Only what is printed has its texts fetched. *withdrawn* are cities that an edition has printed,
    *quotes* those that may be printed. *counted* are people of the meeting who count as present
    without being participants, *ballots* those of all consultations. *speaker_genders* are sums
    that are printed. *marks* of translations are read for checks alone.
    """

    session: LearningSession
    contributions: Sequence[Contribution]
    withdrawn: Withdrawn = field(default_factory=dict)
    quotes: Sequence[Quote] = ()
    counted: int = 0
    ballots: int = 0
    speaker_genders: Mapping[str, int] = field(default_factory=dict)
    marks: Sequence[TranslationMark] = ()

    @cached_property
    def last_edition(self) -> Edition | None:
        """Return the current edition."""
        edition: Edition | None = self.session.editions.first()
        return edition

    @cached_property
    def present(self) -> list[Participant]:
        """Return the participants who were present."""
        return [one for one in self.session.participants.all() if one.status == one.Status.ATTENDED]

    @cached_property
    def earlier(self) -> list[RatingProjection]:
        """Return the last ratings before the session. One query, where they are asked for."""
        return earlier_ratings(self.session.starts_at)

    @property
    def head_count(self) -> HeadCount:
        """Return how many were present."""
        return HeadCount(len(self.present), self.counted, self.session.attendance)

    @cached_property
    def printed(self) -> list[Contribution]:
        """Return the contributions that the note prints."""
        return [one for one in self.contributions if one.is_printed]

    @cached_property
    def answerable(self) -> set[int]:
        """Return the keys of those printed that a city answers for and can be asked about."""
        return {one.pk for one in self.printed if one.is_answerable}  # type: ignore[attr-defined]

    @cached_property
    def unconsented(self) -> set[int]:
        """Return the keys of those printed whose city has not agreed to their publication."""
        without = {one.pk for one in self.printed if one.consented_at is None}
        return without & self.answerable


def load_rows(session: LearningSession, *, with_checks: bool = False) -> NoteRows:
    """Read *session* again with everything its note is made of, in a constant number of queries.

    *with_checks* adds what only its check reads.
    """
    loaded, counted, ballots = _load_session(session)
    contributions = list(
        loaded.contributions.select_related("city", "representative")
        .defer("draft", "wording_before")
        .with_answerable()
        .with_entered()
        .order_by("order", "pk")
    )
    for contribution in contributions:
        contribution.session = loaded
    gone = [one for one in contributions if one.state == Contribution.State.WITHDRAWN]
    rows = NoteRows(
        loaded,
        contributions,
        withdrawn=withdrawn_from(loaded, gone),
        quotes=quotes_left(loaded, gone),
        counted=counted,
        ballots=ballots,
        speaker_genders=speaker_genders(loaded) if loaded.series.prints_speaker_balance else {},
    )
    prefetch_related_objects(rows.printed, *printed_relations(with_checks=with_checks))
    if with_checks:
        texts = session_texts(loaded, rows.printed)
        rows.marks = list(TranslationMark.objects.about({text.subject for text in texts}))
    return rows


def _load_session(session: LearningSession) -> tuple[LearningSession, int, int]:
    """Return *session* anew, without its contributions, with the numbers of `NoteRows`."""
    people = Participant.objects.select_related(
        "person__city", "person__organisation", "speaker_invitation"
    )
    evidence = PolicyResponse.objects.select_related("contribution__city")
    counted = number_of(MeetingAttendee.objects.counted(), "session")
    ballots = number_of(Ballot.objects.all(), "consultation__session")
    loaded = (
        LearningSession.objects.select_related("series", "scheduled_publication__set_by")
        .annotate(counted_attendees=counted, cast_ballots=ballots)
        .prefetch_related(
            "series__conveners",
            Prefetch("participants", queryset=people),
            Prefetch("credits", queryset=Credit.objects.select_related("person")),
            Prefetch("quotes", queryset=Quote.objects.select_related("speaker__person")),
            Prefetch("consultations", queryset=Consultation.objects.closed().order_by("pk")),
            "consultations__services",
            Prefetch("themes__points__evidence", queryset=evidence),
        )
        .get(pk=session.pk)
    )
    return loaded, loaded.counted_attendees, loaded.cast_ballots


def printed_relations(*, with_checks: bool) -> list[Any]:
    """Return the relations of contributions that are printed, to be fetched with them."""
    answering = PolicyResponse.objects.filter(contribution__state=Contribution.State.ACCEPTED)
    relations: list[Any] = [
        "responses__services",
        "responses__answers",
        "responses__updates",
        "challenges__services",
        "photographs",
        Prefetch(
            "challenges__answered_by", queryset=answering.select_related("contribution__city")
        ),
    ]
    if with_checks:
        # The quotes of the session are there already.
        approvals = [one for one in printed_rows() if not isinstance(one, Prefetch)]
        relations += [*(one for one in approvals if one not in relations), "review_notes"]
    return relations
