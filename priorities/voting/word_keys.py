"""What makes two typed words one: the same letters, whatever their case and spaces."""

import unicodedata
from typing import Any, Final

from django.db import models

# Longer than any key of the sixty characters that a word may have, but for the rarest ligatures.
LONGEST_KEY: Final = 180
# Joiners change how letters of some scripts are written, so they stay in the text.
_JOINERS: Final = "\u200c\u200d"


def tidy_word(text: str) -> str:
    """Return *text* as it is kept: composed, without characters that nobody sees, single spaces."""
    composed = unicodedata.normalize("NFC", text)
    seen = ("" if _is_invisible(character) else character for character in composed)
    return " ".join("".join(seen).strip(_JOINERS).split())


def _is_invisible(character: str) -> bool:
    # Cc holds tabs and new lines, which are spaces.
    kind = unicodedata.category(character)
    return (kind == "Cf" and character not in _JOINERS) or (
        kind == "Cc" and not character.isspace()
    )


def word_key(text: str) -> str:
    """Return what all ways to write a word have in common that differ in case or spaces only."""
    folded = unicodedata.normalize("NFKC", tidy_word(text)).casefold()
    bare = "".join(character for character in folded if character not in _JOINERS)
    return unicodedata.normalize("NFKC", "".join(bare.split()))[:LONGEST_KEY]


class WordKeyField(models.CharField[str, str]):
    """The key of the model's *text*, written with it however the row is saved."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = word_key(model_instance.text)
        setattr(model_instance, self.attname, key)
        return key
