"""The wording of each kind of e-mail: the usual one, or that of the series."""

import re
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from llex.core import languages
from llex.core.languages import fallbacks
from llex.core.languages.translation_marks import first_text
from llex.core.templatetags.moments import span_text
from llex.core.text.parse import parse
from llex.core.text.plain import to_plain
from sessions_app.mailings.recipients import Recipient
from sessions_app.models import LearningSession, Mailing, MailKind, MailWording
from sessions_app.models.placeholders import fill

_USUAL: Final = {
    MailKind.WEEK: (
        gettext_lazy("In a week: {session}"),
        gettext_lazy(
            "Dear {name},\n\nthis session takes place in a week:\n{session}\n{when}\n\n"
            "Your personal page has the link to join; there you can also cancel:\n{page}"
        ),
    ),
    MailKind.DAY: (
        gettext_lazy("Tomorrow: {session}"),
        gettext_lazy(
            "Dear {name},\n\nthis session begins in a day:\n{session}\n{when}\n\n{join}\n\n"
            "Your personal page:\n{page}"
        ),
    ),
    MailKind.HOUR: (
        gettext_lazy("In an hour: {session}"),
        gettext_lazy(
            "Dear {name},\n\nthis session begins in an hour:\n{session}\n{when}\n\n{join}"
        ),
    ),
    MailKind.CHANGED: (
        gettext_lazy("New time: {session}"),
        gettext_lazy(
            "Dear {name},\n\nthe time of this session has changed. It is now:\n"
            "{session}\n{when}\n\n"
            "Your registration stays. If you cannot come, cancel on your personal page:\n{page}"
        ),
    ),
    MailKind.CANCELLED: (
        gettext_lazy("Cancelled: {session}"),
        gettext_lazy(
            "Dear {name},\n\nthis session is cancelled:\n{session}\n{when}\n\n{reason}\n\n"
            "You need not do anything.\n{session_page}"
        ),
    ),
    MailKind.THANKS: (
        gettext_lazy("Thank you, and the note: {session}"),
        gettext_lazy(
            "Dear {name},\n\nthank you for taking part in this session:\n{session}\n\n"
            "Its note is published: what was said, and what each city does.\n{note}"
        ),
    ),
}


def wording_of(mailing: Mailing) -> Any:
    """Return the row that has the wording: the message itself, else that of the series, if any."""
    if mailing.kind == MailKind.MESSAGE:
        return mailing
    return MailWording.objects.filter(series=mailing.session.series, kind=mailing.kind).first()


def write(
    kind: str, session: LearningSession, wording: Any, recipient: Recipient
) -> dict[str, str]:
    """Return subject and text of an e-mail in the language of its recipient.

    A message that is not written in it is whole in another one, its placeholders, too.
    """
    with translation.override(recipient.language):
        language, subject, text = _texts(kind, session, wording, recipient.language)
    with translation.override(language):
        values = _values(session, recipient, language)
    return {
        "subject": re.sub(r"[\r\n]+", " ", fill(subject, values)),
        "body": fill(text, values),
    }


def _texts(
    kind: str, session: LearningSession, wording: Any, language: str
) -> tuple[str, str, str]:
    """Return the language of the wording, its subject and its text."""
    if wording is not None:
        # A subject and its text are of one language.
        order = fallbacks(language, session.main_language)
        only = [language] if kind != MailKind.MESSAGE else order
        for code in only:
            subject = getattr(wording, f"subject_{code}", "") or ""
            if text := getattr(wording, f"text_{code}", "") or "":
                return code, subject or str(_USUAL.get(MailKind(kind), ("{session}",))[0]), text
    subject, text = _USUAL.get(MailKind(kind), ("", ""))
    return language, str(subject), str(text)


def _values(session: LearningSession, recipient: Recipient, language: str) -> dict[str, str]:
    site = settings.SITE_URL
    reason = to_plain(parse(_shown(session, "cancellation_reason", language), language))
    note = reverse("sessions_app:briefing", args=[session.slug])
    return {
        "name": recipient.name,
        "session": _shown(session, "title", language) or str(session),
        "series": _shown(session.series, "title", language) or str(session.series),
        "when": span_text(session.starts_at, session.ends_at, session.time_zone),
        "page": recipient.page,
        "session_page": site + session.get_absolute_url(),
        "join": _how_to_join(session, recipient),
        "reason": reason,
        "note": site + note,
    }


def _how_to_join(session: LearningSession, recipient: Recipient) -> str:
    if not recipient.has_place:
        return gettext("You are on the waiting list. When a place becomes free, you get an e-mail.")
    if session.join_link:
        head = gettext("To join, open this link at the hour; it is for you alone:")
        return f"{head}\n\n{session.join_link}"
    head = gettext("The link to join will be on your personal page before the session begins.")
    return f"{head}\n\n{recipient.page}"


def _shown(row: Any, field: str, language: str) -> str:
    first = getattr(row, "main_language", languages.DEFAULT)
    found = first_text(row, field, fallbacks(language, first))
    return found[1] if found else ""
