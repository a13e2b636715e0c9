"""The catalogue of public services and the live consultation."""

from priorities.models.ballots import Ballot, Rating, VotingLink, Word, WordAnswer
from priorities.models.consultations import Consultation, ConsultationItem, make_code
from priorities.models.published import PublishedConsultation, PublishedRating
from priorities.models.services import Service
from priorities.readiness import Incomplete

__all__ = [
    "Ballot",
    "Consultation",
    "ConsultationItem",
    "Incomplete",
    "PublishedConsultation",
    "PublishedRating",
    "Rating",
    "Service",
    "VotingLink",
    "Word",
    "WordAnswer",
    "make_code",
]
