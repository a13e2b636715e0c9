"""The part of the preflight that documents do not show: consents, approvals, marks, quotes."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City, Contribution, WordingStanding
from cities.wording.approval import overall_state
from cities.wording.snapshots import printed_rows
from llex.core.models import TranslationMark
from llex.core.translations.states import TextState, text_state
from priorities.questions import frozen_results
from priorities.results.disclosure import few_ballots, is_small
from sessions_app.briefing import phrases
from sessions_app.briefing.preflight.findings import Finding, Severity
from sessions_app.briefing.preflight.participants import check_people, place_of
from sessions_app.briefing.session_texts import Part, session_texts
from sessions_app.models import LearningSession


def check_rows(session: LearningSession) -> Iterator[Finding]:
    """Check what only the rows of a session know. The number of queries is constant."""
    uncleared = session.quotes.filter(is_cleared=False).count()
    if uncleared:
        message = ngettext(
            "%(number)s quote is not cleared and is left out.",
            "%(number)s quotes are not cleared and are left out.",
            uncleared,
        ) % {"number": phrases.number(uncleared)}
        yield Finding("warning", "uncleared_quote", "", _("Quotes"), message)
    yield from _unfinished(session)
    yield from _left_out(session)
    printed = list(
        session.contributions.printed()
        .select_related("city", "representative")
        .prefetch_related(*printed_rows(), "review_notes")
    )
    yield from _consents(session, printed)
    yield from check_people(session, printed)
    yield from _outdated(session, printed)


def _unfinished(session: LearningSession) -> Iterator[Finding]:
    """Find consultations without final results, those that were opened again among them."""
    for consultation in session.consultations.begun():
        place = _("Consultation, %(question)s") % {"question": consultation}
        if consultation.state == consultation.State.CLOSED:
            if frozen_results.is_blank(consultation):
                message = _("No one voted, so the question is left out of this note.")
                yield Finding("warning", "consultation_blank", "", place, message)
            elif is_small(ballots := (consultation.results or {}).get("ballots", 0)):
                yield Finding("warning", "few_ballots", "", place, few_ballots(ballots))
        elif consultation.reopened_at:
            message = _("Voting is open again, so the results are not final. Close it first.")
            yield Finding("error", "consultation_reopened", "", place, message)
        else:
            message = _("Voting is still open, so this note is without its results.")
            yield Finding("warning", "consultation_open", "", place, message)


def _left_out(session: LearningSession) -> Iterator[Finding]:
    """Find cities that the last edition prints and this one would not, though they are not gone."""
    waiting = session.contributions.filter(
        accepted_at__isnull=False,
        state__in=(Contribution.State.CHANGES_REQUESTED, Contribution.State.SUBMITTED),
    )
    edition = session.editions.first()
    if edition is None or not (sent_back := list(waiting.select_related("city"))):
        return
    rows = edition.documents.values_list("content__rows", flat=True).first() or ()
    printed = City.objects.slugs_now(row["city"]["slug"] for row in rows).values()
    for contribution in sent_back:
        if contribution.city.slug in printed:
            message = _(
                "The last edition includes this city; until it is accepted again, no new one does."
            )
            yield Finding("warning", "left_out", "", place_of(contribution), message)


def _consents(session: LearningSession, printed: list[Contribution]) -> Iterator[Finding]:
    """Find what would be printed without its city having agreed."""
    answerable = set(session.contributions.answerable_for().values_list("pk", flat=True))
    for contribution in printed:
        if contribution.pk not in answerable:
            continue
        place = place_of(contribution)
        if contribution.consented_at is None:
            message = _("The city has not consented to the publication.")
            yield Finding("error", "no_consent", "", place, message)
        standings = contribution.wording_standings
        if (standing := overall_state(standings)) != WordingStanding.APPROVED:
            for language, message in _unapproved(contribution, standings, standing):
                yield Finding("error", "wording_not_approved", language, place, message)
        elif _has_remarked_since(contribution, contribution.wording_approved_at):
            message = _("The city has sent a remark since it approved the wording.")
            yield Finding("warning", "remark_after_approval", "", place, message)


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
        return _("The city has not approved the wording; it has sent a remark on it.")
    return {
        WordingStanding.NOT_SENT: _("The wording has not been sent to the city for approval."),
        WordingStanding.ASKED: _("The e-mail that asks the city for approval is not sent yet."),
        WordingStanding.SENT: _("The city has not approved the wording yet."),
        WordingStanding.CHANGED: _("The wording has changed since the city approved it."),
        WordingStanding.MISSING: _(
            "The wording is complete in no language of the note, so the city cannot approve it."
        ),
    }[standing]


def _has_remarked_since(contribution: Contribution, moment: datetime | None) -> bool:
    """Return whether the city has commented on the wording after *moment*."""
    notes = contribution.review_notes.all()
    return any(note.from_city and (not moment or note.created_at > moment) for note in notes)


def _outdated(session: LearningSession, printed: list[Contribution]) -> Iterator[Finding]:
    """Find translations whose source changed; those shared with other sessions stop nothing."""
    texts = session_texts(session, printed)
    marks = TranslationMark.objects.by_text({text.subject for text in texts})
    for text in texts:
        for code in session.languages:
            if text_state(text.subject, text.field, code, marks) == TextState.OUTDATED:
                place = text.place if text.part != Part.SESSION else text.label
                message = _("The source has changed since this was translated.")
                severity: Severity = "warning" if text.part == Part.SHARED else "error"
                yield Finding(severity, "outdated_translation", code, place, message)
