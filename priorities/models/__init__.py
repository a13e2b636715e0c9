"""The catalogue of public services and the live consultation."""

from priorities.models.ballots import Ballot, Rating, VotingLink, Word, WordAnswer
from priorities.models.consultations import Consultation, ConsultationItem, make_code
from priorities.models.services import Service

__all__ = [
    "Ballot",
    "Consultation",
    "ConsultationItem",
    "Rating",
    "Service",
    "VotingLink",
    "Word",
    "WordAnswer",
    "make_code",
]
