"""Find the languages of a note that no second person has approved, where that is required."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from sessions_app.briefing.checksums import checksum
from sessions_app.briefing.document import Document
from sessions_app.briefing.note_approval import ApprovalState, approval_states
from sessions_app.briefing.preflight.findings import NOT_APPROVED, Finding
from sessions_app.models import LearningSession


def check_approvals(
    session: LearningSession, documents: Mapping[str, Document]
) -> Iterator[Finding]:
    """Find what is not approved. Two queries, and none unless FOUR_EYES is set.

    Nothing is found in a note that is published as it is.
    """
    if not settings.FOUR_EYES:
        return
    last = session.editions.first()
    if last and last.withdrawn_at is None and last.checksum == checksum(documents):
        return
    for state in approval_states(session, documents):
        if not state.is_approved:
            place = _("Approval by a second person")
            yield Finding(
                "error", NOT_APPROVED, state.code, place, _message(state), values=(state.checksum,)
            )


def _message(state: ApprovalState) -> str:
    language = name_in_sentence(state.code)
    if state.current is not None:
        text = _("%(name)s is asked to approve the note in %(language)s.")
        return text % {"name": state.current.asked_of or "…", "language": language}
    if state.former is not None:
        text = _("The note in %(language)s has changed since it was approved.")
        return text % {"language": language}
    return _("No second person has approved the note in %(language)s.") % {"language": language}
