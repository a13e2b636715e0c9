"""The part of the preflight that documents do not show: consents, approvals, marks, quotes."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Contribution, WordingStanding
from cities.wording.approval import overall_state
from cities.wording.snapshots import every_text
from llex.core.translations.states import TextState, text_state
from priorities.models import Consultation
from priorities.questions import frozen_results
from priorities.results.disclosure import few_ballots, is_small
from sessions_app.briefing import phrases
from sessions_app.briefing.compose.note_rows import NoteRows, load_rows
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding, Severity
from sessions_app.briefing.preflight.left_out import check_left_out
from sessions_app.briefing.preflight.participants import check_people
from sessions_app.briefing.session_texts import NotePart, session_texts
from sessions_app.briefing.text_locations import Target, city_place
from sessions_app.models import LearningSession


def check_rows(
    session: LearningSession, documents: Mapping[str, Document], rows: NoteRows | None = None
) -> Iterator[Finding]:
    """Check what only the rows of a session know. The number of queries is constant.

    *rows* are loaded unless given.
    """
    rows = rows or load_rows(session, with_checks=True)
    session = rows.session
    yield from check_left_out(rows, documents)
    uncleared = sum(not quote.may_be_printed for quote in session.quotes.all())
    if uncleared:
        message = ngettext(
            "%(number)s quote is not cleared and is left out.",
            "%(number)s quotes are not cleared and are left out.",
            uncleared,
        ) % {"number": phrases.number(uncleared)}
        yield Finding(
            "error", "uncleared_quote", "", _("Quotes"), message, Target("quotations"),
            values=(uncleared,),
        )  # fmt: skip
    yield from _unfinished(session)
    yield from _consents(rows, documents)
    yield from _photographs(rows)
    yield from check_people(session, rows.printed)
    yield from _outdated(rows)


def _unfinished(session: LearningSession) -> Iterator[Finding]:
    """Find consultations without final results, those that were opened again among them."""
    target = Target("consultations")
    # Not those that are loaded with the session, which are closed.
    for consultation in Consultation.objects.filter(session=session).begun():
        place = _("Consultation, %(question)s") % {"question": consultation}
        about: tuple[object, ...] = (consultation.pk, consultation.closed_at)
        if consultation.state == consultation.State.CLOSED:
            if frozen_results.is_blank(consultation):
                message = _("No one voted, so the question is left out of this note.")
                yield Finding(
                    "warning", "consultation_blank", "", place, message, target, values=about
                )
            elif is_small(ballots := (consultation.results or {}).get("ballots", 0)):
                message = few_ballots(ballots)
                yield Finding(
                    "warning", "few_ballots", "", place, message, target, values=(*about, ballots)
                )
        elif consultation.reopened_at:
            message = _("Voting is open again, so the results are not final. Close it first.")
            yield Finding(
                "error", "consultation_reopened", "", place, message, target, values=about
            )
        else:
            message = _("Voting is still open, so this note is without its results.")
            yield Finding("warning", "consultation_open", "", place, message, target, values=about)


def _consents(rows: NoteRows, documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Find what would be printed without its city having agreed."""
    wordings: dict[str, list[str]] = {}
    for document in documents.values():
        for row in document.rows:
            wordings.setdefault(row.city.slug, []).append(repr(row))
    for contribution in rows.printed:
        if contribution.pk not in rows.answerable:
            continue
        place = city_place(contribution.city)
        target = Target("contribution", contribution.city.slug)
        wording = tuple(wordings.get(contribution.city.slug, ()))
        if contribution.consented_at is None:
            message = _("The city has not consented to the publication.")
            yield Finding("error", "no_consent", "", place, message, target, values=wording)
        standings = contribution.wording_standings
        if (standing := overall_state(standings)) != WordingStanding.APPROVED:
            for language, message in _unapproved(contribution, standings, standing):
                yield Finding(
                    "error", "wording_not_approved", language, place, message, target,
                    values=(standing, *wording),
                )  # fmt: skip
        elif _has_remarked_since(contribution, contribution.wording_approved_at):
            message = _("The city has sent a remark since it approved the text.")
            yield Finding(
                "warning", "remark_after_approval", "", place, message, target, values=wording
            )


def _photographs(rows: NoteRows) -> Iterator[Finding]:
    """Find photographs without a text for those who do not see them, and those left out."""
    for contribution in rows.printed:
        place = city_place(contribution.city)
        target = Target("contribution", contribution.city.slug, "photographs")
        own = contribution.original_language
        for photograph in contribution.photographs.all():
            about = (photograph.pk,)
            if photograph.is_printed and not every_text(photograph, "alternative", own):
                message = _("A photograph has no alternative text.")
                yield Finding(
                    "error", "photograph_undescribed", "", place, message, target, values=about
                )
            elif photograph.state == photograph.State.WAITING:
                message = _("A photograph was not reviewed and is left out.")
                yield Finding(
                    "warning", "photograph_waiting", "", place, message, target, values=about
                )
            elif photograph.state == photograph.State.ACCEPTED and not photograph.is_printed:
                message = _("A photograph is left out: the consent of those shown is missing.")
                yield Finding(
                    "warning", "photograph_unconsented", "", place, message, target, values=about
                )


def _unapproved(
    contribution: Contribution,
    standings: dict[str, WordingStanding],
    standing: WordingStanding,
) -> Iterator[tuple[str, str]]:
    """Yield what is not approved, by language where that differs between languages."""
    if set(standings.values()) == {standing}:
        yield "", _approval(contribution, standing)
        return
    for code, one in standings.items():
        if one not in (WordingStanding.APPROVED, WordingStanding.MISSING):
            yield code, _approval(contribution, one)


def _approval(contribution: Contribution, standing: WordingStanding) -> str:
    asked = contribution.wording_sent_at
    if standing == WordingStanding.SENT and _has_remarked_since(contribution, asked):
        return _("The city has not approved the text; it has sent a remark on it.")
    return {
        WordingStanding.NOT_SENT: _("The text has not been sent to the city for approval."),
        WordingStanding.ASKED: _("The e-mail that asks the city for approval is not sent yet."),
        WordingStanding.SENT: _("The city has not approved the text yet."),
        WordingStanding.CHANGED: _("The text has changed since the city approved it."),
        WordingStanding.MISSING: _(
            "The text is complete in no language of the note, so the city cannot approve it."
        ),
    }[standing]


def _has_remarked_since(contribution: Contribution, moment: datetime | None) -> bool:
    """Return whether the city has commented on the wording after *moment*."""
    notes = contribution.review_notes.all()
    return any(note.from_city and (not moment or note.created_at > moment) for note in notes)


def _outdated(rows: NoteRows) -> Iterator[Finding]:
    """Find translations whose source changed; those shared with other sessions stop nothing."""
    marks = {mark.about: mark for mark in rows.marks}
    for text in session_texts(rows.session, rows.printed):
        for code in rows.session.languages:
            if text_state(text.subject, text.field, code, marks) == TextState.OUTDATED:
                place = text.place if text.part != NotePart.SESSION else text.label
                message = _("The source has changed since this was translated.")
                severity: Severity = "warning" if text.part == NotePart.SHARED else "error"
                target = Target("translation", text.key, code)
                both = tuple(text.text(one) for one in (*rows.session.languages,))
                yield Finding(
                    severity, "outdated_translation", code, place, message, target, values=both
                )
