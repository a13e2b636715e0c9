"""Everything that a session's page shows, from one reading of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from sessions_app.briefing.checksums import checksum
from sessions_app.briefing.compose.note import compose_rows
from sessions_app.briefing.compose.note_rows import NoteRows, load_rows
from sessions_app.briefing.note_approval import ApprovalState, approval_states
from sessions_app.briefing.preflight.checks import check_note
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.cockpit.city_lines import CityLine, city_lines
from sessions_app.cockpit.next_step import NextStep, next_step
from sessions_app.cockpit.review_panel import ReaderLine, open_comments, reader_lines
from sessions_app.cockpit.sections import SectionLine, section_lines
from sessions_app.cockpit.session_facts import SessionFacts, session_facts
from sessions_app.cockpit.stations import Station, stations
from sessions_app.cockpit.text_states import marks_by_text
from sessions_app.models import Edition, LearningSession


@dataclass(frozen=True, slots=True)
class CockpitPage:
    """A session as its organisers see it. *is_changed*: the note differs from *edition*.

    *dismissed* is the number of findings that are not among *findings*. *approvals* by a second
    person are empty where none are required.
    """

    rows: NoteRows
    edition: Edition | None
    is_changed: bool
    facts: SessionFacts
    next: NextStep
    stations: list[Station]
    cities: list[CityLine]
    sections: list[SectionLine]
    draft_readers: Sequence[ReaderLine]
    findings: list[Finding]
    dismissed: int
    approvals: list[ApprovalState]

    @property
    def readable_edition(self) -> Edition | None:
        """Return the edition that readers have: none where the note is withdrawn."""
        return self.edition if self.edition and self.edition.withdrawn_at is None else None

    @property
    def is_new(self) -> bool:
        """Return whether nothing belongs to the session yet: it may be begun in several ways."""
        return not self.cities and all(section.is_empty for section in self.sections)


def cockpit_page(session: LearningSession, own_zone: str) -> CockpitPage:
    """Read the page's content in a constant number of queries; *own_zone* is the reader's."""
    rows = load_rows(session, with_checks=True)
    documents = compose_rows(rows)
    check = check_note(rows.session, documents, rows)
    findings = check.findings
    edition = rows.last_edition
    is_changed = edition is not None and edition.checksum != checksum(documents)
    marks = marks_by_text(rows)
    cities = city_lines(rows, marks)
    draft_readers = reader_lines(rows.session, documents)
    is_published = edition is not None and not is_changed
    is_withdrawn = edition is not None and edition.withdrawn_at is not None
    needs_approval = settings.FOUR_EYES and (is_withdrawn or not is_published)
    approvals = approval_states(rows.session, documents) if needs_approval else []
    return CockpitPage(
        rows=rows,
        edition=edition,
        is_changed=is_changed,
        facts=session_facts(rows.session, edition, own_zone, is_changed=is_changed),
        next=next_step(
            rows, cities, findings, open_comments(draft_readers), is_published=is_published
        ),
        stations=stations(rows, cities, findings, edition, is_changed=is_changed),
        cities=cities,
        sections=section_lines(rows, marks),
        draft_readers=draft_readers,
        findings=findings,
        dismissed=len(check.dismissed),
        approvals=approvals,
    )
