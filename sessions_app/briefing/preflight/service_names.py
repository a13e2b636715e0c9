"""Names of services as prose writes them."""

import re
from functools import lru_cache
from typing import Final

# What Arabic writes in one with the word behind it.
_JOINED: Final = "[وفبلك]?"
# An article between two words: “la alimentación y los mercados”.
_BETWEEN: Final = r"[\s\u00a0\u202f]+(?:[^\W\d_]{1,3}[\s\u00a0\u202f]+|[^\W\d_]{1,2}[’'])?"


@lru_cache(maxsize=512)
def pattern_of_name(name: str) -> re.Pattern[str]:
    """Return a pattern of *name* in whole words, with or without articles between them."""
    words = _BETWEEN.join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){_JOINED}{words}(?!\w)", re.IGNORECASE)
