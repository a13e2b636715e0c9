"""The part of the preflight that documents do not show: consents, approvals, marks, quotes."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Contribution, WordingStanding
from llex.models import TranslationMark
from llex.translation_marks import is_outdated
from priorities import results
from sessions_app.briefing import wording
from sessions_app.briefing.findings import Finding
from sessions_app.models import LearningSession


def check_rows(session: LearningSession) -> Iterator[Finding]:
    """Check what only the rows of a session know. The number of queries is constant."""
    uncleared = session.quotes.filter(is_cleared=False).count()
    if uncleared:
        message = ngettext(
            "%(number)s quote is not cleared and is left out.",
            "%(number)s quotes are not cleared and are left out.",
            uncleared,
        ) % {"number": wording.number(uncleared)}
        yield Finding("warning", "uncleared_quote", "", _("Quotes"), message)
    yield from _unfinished(session)
    printed = list(
        session.contributions.printed()
        .select_related("city", "representative")
        .prefetch_related(
            "responses__services", "responses__updates", "challenges__services", "attachments"
        )
    )
    yield from _consents(session, printed)
    yield from _outdated(session, printed)


def _unfinished(session: LearningSession) -> Iterator[Finding]:
    """Find consultations without final results, those that were opened again among them."""
    for consultation in session.consultations.begun():
        if consultation.state == consultation.State.CLOSED:
            if results.is_blank(consultation):
                message = _("Nobody voted, so this note is without the question: %(question)s")
                message %= {"question": consultation}
                yield Finding("warning", "consultation_blank", "", _("Consultation"), message)
        elif consultation.reopened_at:
            message = _("Voting is open again, so the results are not final. Close it first.")
            yield Finding("error", "consultation_reopened", "", _("Consultation"), message)
        else:
            message = _("Voting is still open, so this note is without its results.")
            yield Finding("warning", "consultation_open", "", _("Consultation"), message)


def _consents(session: LearningSession, printed: list[Contribution]) -> Iterator[Finding]:
    """Find what would be printed without its city having agreed."""
    answerable = set(session.contributions.answerable_for().values_list("pk", flat=True))
    for contribution in printed:
        if contribution.pk not in answerable:
            continue
        place = _row(contribution)
        if contribution.consented_at is None:
            message = _("The city has not consented to the publication.")
            yield Finding("error", "no_consent", "", place, message)
        if not contribution.is_wording_approved:
            yield Finding("error", "wording_not_approved", "", place, _approval(contribution))


def _approval(contribution: Contribution) -> str:
    return {
        WordingStanding.NOT_SENT: _("The wording has not been sent to the city for approval."),
        WordingStanding.SENT: _("The city has not approved the wording yet."),
        WordingStanding.CHANGED: _("The wording has changed since the city approved it."),
    }[contribution.wording_standing]


def _outdated(session: LearningSession, printed: list[Contribution]) -> Iterator[Finding]:
    places: dict[tuple[type, int], tuple[Any, str]] = {(type(session), session.pk): (session, "")}
    for contribution in printed:
        for answer in (*contribution.responses.all(), *contribution.challenges.all()):
            places[type(answer), answer.pk] = answer, _row(contribution)
        for response in contribution.responses.all():
            for update in response.updates.all()[:1]:
                places[type(update), update.pk] = update, _row(contribution)
    marks = TranslationMark.objects.about(subject for subject, _place in places.values())
    for mark in marks.select_related("content_type"):
        kind: Any = mark.content_type.model_class()
        subject, place = places[kind, mark.object_id]
        if mark.language in session.languages and is_outdated(mark, subject):
            place = place or str(label_for_field(mark.field, kind))
            message = _("The source has changed since this was translated.")
            yield Finding("error", "outdated_translation", mark.language, place, message)


def _row(contribution: Contribution) -> str:
    return _("City table, %(city)s") % {"city": contribution.city}
