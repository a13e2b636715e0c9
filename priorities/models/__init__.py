"""The catalogue of public services and the live consultation."""

from priorities.models.ballots import Ballot, Rating, Selection, VotingLink, Word, WordAnswer
from priorities.models.consultations import Consultation, ConsultationItem
from priorities.models.projection import PublishedChoice, PublishedConsultation, PublishedRating
from priorities.models.services import Service
from priorities.questions.join_codes import make_code
from priorities.questions.readiness import Incomplete

__all__ = [
    "Ballot",
    "Consultation",
    "ConsultationItem",
    "Incomplete",
    "PublishedChoice",
    "PublishedConsultation",
    "PublishedRating",
    "Rating",
    "Selection",
    "Service",
    "VotingLink",
    "Word",
    "WordAnswer",
    "make_code",
]
