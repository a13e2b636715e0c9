"""The catalogue of public services and the live consultation."""

from priorities.models.ballots import Ballot, Rating, VotingLink, Word, WordAnswer
from priorities.models.consultations import Consultation, ConsultationItem
from priorities.models.projection import PublishedConsultation, PublishedRating
from priorities.models.services import Service
from priorities.voting.join_codes import make_code
from priorities.voting.readiness import Incomplete

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
