"""The common part of kinds of questions about services."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.db.models import QuerySet

from priorities.models import Ballot, Consultation
from priorities.questions.kind import Counted, QuestionKind, Turnout
from priorities.results.breakdown import GroupValues, told_groups
from priorities.results.disclosure import DisclosedGroup, grouped


class QuestionOnServices(QuestionKind):
    """A question whose result is one figure for each service."""

    @abstractmethod
    def group_values(self, counted: Counted, ballots: int) -> GroupValues:
        """Return the figure of each service and the answers it rests on, of so many *ballots*."""

    def break_down(
        self, consultation: Consultation, ballots: QuerySet[Ballot], turnout: Turnout
    ) -> list[dict[str, Any]]:
        # The difference from the earlier result would disclose what those few answered who voted
        # after voting was opened again.
        if consultation.reopened_at:
            return []

        def values(by: str, group: DisclosedGroup) -> GroupValues:
            counted = self.count(consultation, ballots.filter(**{f"{by}__in": group.codes}))
            return self.group_values(counted, group.ballots)

        return [
            told
            for by, counts in turnout.items()
            for told in told_groups(by, [(one, values(by, one)) for one in grouped(counts)])
        ]
