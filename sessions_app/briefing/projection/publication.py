"""Writing an edition into all tables that public pages read, and taking a note out of them."""

from collections.abc import Mapping

from cities.public import projection
from priorities.models import ConsultationProjection
from sessions_app.briefing import document as doc
from sessions_app.briefing.projection import cities, priorities, search
from sessions_app.models import Edition


def project_edition(edition: Edition, documents: Mapping[str, doc.Document]) -> None:
    """Replace what is published of the session by *edition*; *documents* are its own.

    The main language comes first. To be called in the transaction that publishes.
    """
    cities.project(edition, documents)
    priorities.project(edition, documents)
    search.project(edition, documents)


def remove_session(session_id: int) -> None:
    """Take everything that is published of a session out, in the transaction that withdraws it."""
    projection.replace_session(session_id, {})
    ConsultationProjection.objects.of_session(session_id).delete()
    search.remove_session(session_id)
