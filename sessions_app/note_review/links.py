"""Private links to a draft: signed, never stored; made, sent, renewed and revoked by organisers."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from cities.notifications.envelopes import envelope
from cities.notifications.texts import privacy_page
from llex.core.http.signed_values import read_signed, signed_value
from llex.core.languages import name_in_sentence
from llex.core.mail import messages
from sessions_app.models import ReviewComment, ReviewLink

_KIND: Final = "sessions_app.review_link"


class ReviewLinkStatus(StrEnum):
    """Whether a genuine link lets its reader in, and if not, why."""

    OPEN = "open"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"


def build_token(link: ReviewLink) -> str:
    """Return the secret part of the last link that was made of the row."""
    return signed_value(_KIND, link.key, link.issue)


def build_url(link: ReviewLink, language: str = "") -> str:
    """Return the whole address of the link, with its pages in *language* or the reader's own."""
    with translation.override(language or link.language):
        path = reverse("sessions_app:draft", args=[link.key, build_token(link)])
    return f"{settings.SITE_URL}{path}"


def find_link(key: UUID, token: str) -> ReviewLink | None:
    """Return the link that *token* was signed for, or None for a forged, cut or deleted one."""
    link = ReviewLink.objects.filter(key=key).select_related("session__series").first()
    return link if link and _issue(link, token) else None


def status_of(link: ReviewLink, token: str) -> ReviewLinkStatus:
    """Return the state of a genuine link; of several reasons to refuse, the most important one."""
    reasons = {
        ReviewLinkStatus.REVOKED: link.revoked_at is not None,
        ReviewLinkStatus.REPLACED: _issue(link, token) != str(link.issue),
        ReviewLinkStatus.EXPIRED: link.expires_at <= now(),
    }
    return next((reason for reason, holds in reasons.items() if holds), ReviewLinkStatus.OPEN)


@transaction.atomic
def make_link(link: ReviewLink, *, by: Any) -> ReviewLink:
    """Store a new link to a draft, and mail it where there is an address."""
    link.made_by = by
    link.save()
    send_link(link, by=by)
    return link


@transaction.atomic
def renew_link(
    link: ReviewLink, until: datetime, *, email: str, language: str, by: Any
) -> ReviewLink:
    """Make a new link in place of the former one, and mail it. Raise WrongState if revoked."""
    link.correct_address(email, language)
    link.renew(until)
    send_link(link, by=by)
    return link


def send_link(link: ReviewLink, *, by: Any) -> bool:
    """Mail the link in its reader's language. Return whether there is an address to write to."""
    session = link.session
    with translation.override(link.language):
        names = [name_in_sentence(code) for code in session.languages]
    return _send("review_link", link, by=by, languages=names)


def send_answer(comment: ReviewComment, *, by: Any) -> bool:
    """Mail the reader that a comment was answered, while the link gives access."""
    link = comment.link
    return link.is_valid and _send("review_answered", link, by=by, comment=comment)


def _send(kind: str, link: ReviewLink, *, by: Any, **context: Any) -> bool:
    if not link.email:
        return False
    session, language = link.session, link.language
    messages.send_mail(
        kind,
        to=[link.email],
        language=language,
        envelope=envelope(session, language, link),
        context={
            "name": link.name,
            "by": by,
            "session": session,
            "series": session.series,
            "conveners": list(session.series.conveners.all()),
            "expires": link.expires_at,
            "link": build_url(link),
            "privacy_page": privacy_page(language),
            **context,
        },
    )
    return True


def first_language(link: ReviewLink, shown: str) -> str:
    """Return the language in which to open the draft: that of the page, of the reader, or any."""
    session = link.session
    wanted = (shown, link.language)
    return next((code for code in wanted if code in session.languages), session.main_language)


def _issue(link: ReviewLink, token: str) -> str:
    return read_signed(_KIND, link.key, token)
