"""The catalogue of public services and the live consultation."""

from priorities.models.ballots import Ballot, Rating, Selection, VotingLink, Word, WordAnswer
from priorities.models.consultation_items import ConsultationItem
from priorities.models.consultations import Consultation
from priorities.models.projection import (
    ChoiceProjection,
    ConsultationProjection,
    GroupProjection,
    RatingProjection,
)
from priorities.models.services import Service
from priorities.questions.join_codes import make_code
from priorities.questions.readiness import Incomplete

__all__ = [
    "Ballot",
    "ChoiceProjection",
    "Consultation",
    "ConsultationItem",
    "ConsultationProjection",
    "GroupProjection",
    "Incomplete",
    "Rating",
    "RatingProjection",
    "Selection",
    "Service",
    "VotingLink",
    "Word",
    "WordAnswer",
    "make_code",
]
