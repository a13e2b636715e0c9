"""Publishing at a set hour: the check runs again then, and a fault is told to who set it."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from cities.notifications.envelopes import envelope
from llex.core.mail.messages import send_mail
from llex.core.models import User
from sessions_app.briefing.compose.note import compose_rows
from sessions_app.briefing.compose.note_rows import load_rows
from sessions_app.briefing.editions import NotReady, PublishedEdition, publish
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.findings import Finding, errors_in
from sessions_app.briefing.preflight.left_out import undecided
from sessions_app.models import LearningSession, ScheduledPublication

logger = logging.getLogger(__name__)


def schedule(
    session: LearningSession,
    publish_at: datetime,
    *,
    by: User | None,
    change_notes: Mapping[str, str],
    left_out: Iterable[str],
    override: str = "",
) -> ScheduledPublication:
    """Set the hour, in place of any that was set before. *left_out* are slugs of cities."""
    scheduled, _created = ScheduledPublication.objects.update_or_create(
        session=session,
        defaults={
            "publish_at": publish_at,
            "change_notes": dict(change_notes),
            "left_out": sorted(left_out),
            "override": override,
            "set_by": by,
            "set_at": now(),
            "failed_at": None,
        },
    )
    return scheduled


def publish_due() -> int:
    """Publish what is due. Return how many editions were published.

    Each is tried once: whatever stops it is told to the person who set the hour. A publication that
    was interrupted is tried again by the next run.
    """
    done = 0
    for scheduled in ScheduledPublication.objects.due().select_related("session", "set_by"):
        try:
            # Findings are for who set the hour.
            with translation.override(_language(scheduled)):
                published = _publish(scheduled)
        except Exception:
            # One session must not keep the others from being published.
            logger.exception("Publishing %s at its hour failed", scheduled.session.slug)
            _fail(scheduled, [])
            continue
        done += published is not None
    return done


def _publish(scheduled: ScheduledPublication) -> PublishedEdition | None:
    """Check the note again and publish it, unless something new stops it."""
    session = scheduled.session
    rows = load_rows(session, with_checks=True)
    findings = preflight_session(session, compose_rows(rows), rows)
    unseen = undecided(rows.contributions, findings).keys() - set(scheduled.left_out)
    if unseen or (errors_in(findings) and not scheduled.override):
        _fail(scheduled, findings)
        return None
    try:
        published = publish(
            session,
            by=scheduled.set_by,
            notes=scheduled.change_notes,
            override=scheduled.override,
        )
    except NotReady as problem:
        _fail(scheduled, problem.findings)
        return None
    # Not one that someone has set meanwhile.
    ScheduledPublication.objects.filter(pk=scheduled.pk, set_at=scheduled.set_at).delete()
    return published


@transaction.atomic
def _fail(scheduled: ScheduledPublication, findings: list[Finding]) -> None:
    """Keep that it was not published, and write to the person who set the hour, once."""
    open_rows = ScheduledPublication.objects.filter(
        pk=scheduled.pk, set_at=scheduled.set_at, failed_at__isnull=True
    )
    if not open_rows.update(failed_at=now()):
        return
    session, user = scheduled.session, scheduled.set_by
    to = user.email if user else session.series.contact
    language = _language(scheduled)
    with translation.override(language):
        path = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
        stopping = [str(one) for one in findings if one.severity == "error" or one.is_left_out]
    send_mail(
        "publication_stopped",
        to=[to],
        language=language,
        context={
            "session": session,
            "publish_at": scheduled.publish_at,
            "stopping": stopping[:20],
            "more": max(0, len(stopping) - 20),
            "link": f"{settings.SITE_URL}{path}#check",
        },
        envelope=envelope(session, language, scheduled),
    )


def _language(scheduled: ScheduledPublication) -> str:
    """Return the language in which a failure is told."""
    return scheduled.set_by.language if scheduled.set_by else scheduled.session.main_language
