"""Invitations as their recipients would receive them, before anybody does."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cities.invitations.sending import invitation_context
from cities.models import City, Contribution, Officer
from llex.core import languages
from llex.core.mail import messages
from llex.core.models import User


@dataclass(frozen=True)
class MailPreview:
    """An e-mail in one language; *to* is empty for one that shows what any would look like."""

    language: str
    subject: str
    text: str
    to: str = ""

    @property
    def direction(self) -> str:
        """Return the writing direction of the e-mail."""
        return languages.direction(self.language)


def preview_mails(session: Any, city: City, language: str, by: Any) -> MailPreview:
    """Return the invitation to *city* in *language*, with a placeholder for the personal link."""
    officer = Officer(city=city, user=User(language=language, name="…"))
    return preview_for(officer, Contribution(session=session, city=city), by)


def preview_for(officer: Officer, contribution: Contribution, by: Any) -> MailPreview:
    """Return the invitation that *officer* would get, with a placeholder for the personal link."""
    language = officer.user.language
    with translation.override(language):
        stand_in = _("(the personal link appears here)")
    context = invitation_context(contribution, officer, by, stand_in)
    subject, text = messages.written("invitation", language, context)
    return MailPreview(language, subject, text, officer.user.email)


def digest(letters: Iterable[MailPreview]) -> str:
    """Return a fingerprint of e-mails, to notice that others would be sent than were shown."""
    parts = [(one.to, one.language, one.subject, one.text) for one in letters]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
