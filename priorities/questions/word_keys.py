"""Keys of typed words: equal for the same letters in any case and with any spaces."""

import unicodedata
from typing import Any, Final

from django.db import models

from llex.core.text.normalization import clean_line, remove_invisible

# Longer than any key of the sixty characters that a word may have, but for the rarest ligatures.
LONGEST_KEY: Final = 180


def tidy_word(text: str) -> str:
    """Return *text* as it is stored: as people see it, with plain single spaces."""
    return " ".join(clean_line(text).split())


def word_key(text: str) -> str:
    """Return the key of a word, the same for all spellings that differ only in case or spaces."""
    folded = unicodedata.normalize("NFKC", remove_invisible(text)).casefold()
    return unicodedata.normalize("NFKC", "".join(folded.split()))[:LONGEST_KEY]


class WordKeyField(models.CharField[str, str]):
    """The key of the model's *text*, written with it however the row is saved."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = word_key(model_instance.text)
        setattr(model_instance, self.attname, key)
        return key
