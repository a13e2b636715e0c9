"""The texts that a city agrees to on submission, each with its version.

A text that was agreed to is never reworded: a change gives it a new version, and cities that agreed
to the old one are asked again.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text to agree to, known by the version that is kept with the contribution."""

    version: str
    text: "str | _StrPromise"
    explanation: "str | _StrPromise"


LICENCE_NAME: Final = "CC-BY-4.0"
LICENCE_ADDRESS: Final = "https://creativecommons.org/licenses/by/4.0/"

LICENCE: Final = Agreement(
    version="licence-2026-11",
    text=_("Our text may be published under the licence Creative Commons Attribution 4.0."),
    explanation=_(
        "Everybody may then share and translate it, as long as they name your city as its source."
    ),
)
CONSENT: Final = Agreement(
    version="consent-2026-11",
    text=_(
        "The representative agrees that their name, position and words are published in the note."
    ),
    explanation=_(
        "E-mail addresses are never published. You can withdraw the contribution later: "
        "it then leaves the next edition."
    ),
)
PHOTOGRAPH: Final = Agreement(
    version="photograph-2026-11",
    text=_(
        "The people who can be recognised have agreed to be shown in the note and on the site, and"
        " we may publish the picture."
    ),
    explanation=_(
        "For children their parents agree. Without this the photograph is not printed. It is"
        " published under the same licence as your text."
    ),
)
SPEAKER_PICTURE: Final = Agreement(
    version="speaker-picture-2026-11",
    text=_("I agree to be shown: the picture may appear beside my name on the session’s pages."),
    explanation=_(
        "I may pass the picture on. You can take it off here at any time until the session is"
        " over, and ask the organisers to delete it later."
    ),
)
