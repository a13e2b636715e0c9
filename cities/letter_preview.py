"""The invitation as somebody would receive it, before anybody does."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cities.invitations import letter_context
from cities.models import City, Contribution, Officer
from llex import languages, mail
from llex.models import User


@dataclass(frozen=True)
class Preview:
    """A letter in one language."""

    language: str
    subject: str
    text: str

    @property
    def direction(self) -> str:
        """Return the writing direction of the letter."""
        return languages.direction(self.language)


def preview(session: Any, city: City, language: str, by: Any) -> Preview:
    """Return the invitation to *city* in *language*, with a stand-in for the personal link."""
    with translation.override(language):
        stand_in = _("(here stands the personal link)")
    officer = Officer(city=city, user=User(language=language, name="…"))
    context = letter_context(Contribution(session=session, city=city), officer, by, stand_in)
    subject, text = mail.written("invitation", language, context)
    return Preview(language, subject, text)
